// Stands for the package `server-only`, whose real form refuses to load outside Next's server build.
export {}
