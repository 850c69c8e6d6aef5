/** Checks that another holds behind: taken away alone, nothing is let through. By name, with what holds it instead. */
export const redundant: Readonly<Record<string, string>> = {}
