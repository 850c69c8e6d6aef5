import type { PolicyJson } from './compile/expression'
import { placeAt } from './compile/place'
import type { ReadPolicy } from './compile/read-text'
import type { OwnPolicy, Problem } from './schema'

/** What finds the id of what a text names; undefined for types whose names are ids already, null where there is none of it. */
export type Directory = (type: string, name: string) => string | null | undefined

type Uid = { type: string; id: string }
const isUid = (value: object): value is { __entity: Uid } => '__entity' in value

/** Every entity that a policy names, as a walk over its JSON finds them. */
function* uidsIn(value: unknown): Generator<Uid> {
  if (typeof value !== 'object' || value === null) return
  if (isUid(value)) {
    yield value.__entity
    return
  }
  const { type, id } = value as Partial<Uid>
  if (typeof type === 'string' && typeof id === 'string' && Object.keys(value).length === 2) yield value as Uid
  else for (const part of Object.values(value)) yield* uidsIn(part)
}

/** Turns the names of domains, products and people into their ids, so that a policy means the same thing whatever is renamed later. */
export function resolveNames(
  text: string,
  policies: readonly ReadPolicy[],
  directory: Directory,
): { ok: true; policies: OwnPolicy[] } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = []
  const resolved = policies.map(({ id, text: own, start, json }) => {
    const copy = structuredClone(json) as PolicyJson
    for (const uid of uidsIn([copy.principal, copy.resource, copy.conditions])) {
      const found = directory(uid.type, uid.id)
      if (found === null) {
        const at = start + Math.max(0, own.indexOf(`${uid.type}::${JSON.stringify(uid.id)}`))
        problems.push({ ...placeAt(text, at), message: `There is no ${uid.type} called "${uid.id}".`, policy: id })
      } else if (found !== undefined) uid.id = found
    }
    return { id, text: own, json: copy }
  })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policies: resolved }
}

/** The entities that policies name, each once. */
export function namesIn(policies: readonly ReadPolicy[]): Uid[] {
  const found = new Map<string, Uid>()
  for (const { json } of policies)
    for (const uid of uidsIn([json.principal, json.resource, json.conditions])) found.set(`${uid.type} ${uid.id}`, uid)
  return [...found.values()]
}
