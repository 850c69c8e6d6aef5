import type { VersionHead } from './store'
import { newestFirst } from './version'

/** Which of a product's versions is meant. */

/** What tells which of a product's versions readers get. */
type Head = Pick<VersionHead, 'version' | 'state'>

const byVersion = <V extends Head>(versions: V[]) => versions.toSorted((a, b) => newestFirst(a.version, b.version))

/** The version that readers get: the newest published one, else a deprecated, else a retired one. */
export function published<V extends Head>(versions: V[]): V | null {
  const sorted = byVersion(versions)
  for (const state of ['published', 'deprecated', 'retired'] as const) {
    const found = sorted.find((version) => version.state === state)
    if (found) return found
  }
  return null
}

export const draftOf = <V extends Head>(versions: V[]): V | null =>
  versions.find((version) => version.state === 'draft') ?? null

/** The newest version that may still be read within a major; a deprecated one counts until it is retired. */
export function newestWithin<V extends Head & Pick<VersionHead, 'major'>>(versions: V[], major: number): V | null {
  const alive = versions.filter(
    (version) => version.major === major && ['published', 'deprecated'].includes(version.state),
  )
  return byVersion(alive)[0] ?? null
}

/** The versions whose ports readers can reach: the newest alive one of each major. */
export function readable<V extends Head & Pick<VersionHead, 'major'>>(versions: V[]): V[] {
  const majors = [...new Set(versions.map((version) => version.major))]
  return majors.flatMap((major) => newestWithin(versions, major) ?? [])
}

/** A version by its number, `draft`, or the one that readers get; null where there is none. */
export function asked<V extends Head>(versions: V[], version: string | undefined): V | null {
  if (version === 'draft') return draftOf(versions)
  if (version !== undefined) return versions.find((each) => each.version === version) ?? null
  return published(versions) ?? draftOf(versions)
}
