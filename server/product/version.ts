import semver from 'semver'

/** Versions of products: which are written well, and the least one that a change needs. */

export type Level = 'major' | 'minor' | 'patch'

/** `1`, `1.2` and `v1.2.3` are read as full versions; null for what is none. */
export function readVersion(text: string): string | null {
  const found = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(text.trim())
  if (found) return `${Number(found[1])}.${Number(found[2] ?? 0)}.${Number(found[3] ?? 0)}`
  return text.length <= 100 ? semver.valid(text) : null
}

export const majorOf = (version: string) => semver.major(version)
export const isAtLeast = (version: string, least: string) => semver.gte(version, least)
export const newestFirst = (a: string, b: string) => semver.rcompare(a, b)

/** The least version that may follow `published` with a change of this level; the first version may be any. */
export function leastNext(published: string | null, level: Level): string {
  if (!published) return '1.0.0'
  return semver.inc(published, level) ?? published
}
