import type { PolicyJson as EnginePolicy, Entities } from '@cedar-policy/cedar-wasm/nodejs'
import { cedar } from './compile/cedar'
import type { Query } from './compile/closure'
import { CedarSet, Entity, Extension, type Value } from './compile/value'
import type { Loaded } from './loaded'

/** Cedar's own engine keeps what it has parsed under a name; few names, so that it does not grow with the organisations. */
const slots: (Loaded | undefined)[] = new Array(16).fill(undefined)

function slotOf(loaded: Loaded): string {
  const { orgId } = loaded.scope
  const at = [...orgId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7) % slots.length
  if (slots[at] !== loaded) {
    const staticPolicies = Object.fromEntries(
      // A forbid that masks denies nothing, which Cedar itself could not know.
      loaded.set.policies
        .filter(({ forbids, masks }) => !forbids || masks.size === 0)
        .map(({ id, json }) => [id, json as unknown as EnginePolicy]),
    )
    const answer = cedar.preparsePolicySet(`slot${at}`, { staticPolicies })
    if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
    slots[at] = loaded
  }
  return `slot${at}`
}

const uid = ({ type, id }: Entity) => ({ type, id })
function jsonOf(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Entity) return { __entity: uid(value) }
  if (value instanceof CedarSet) return [...value.members.values()].map(jsonOf)
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, one]) => [name, jsonOf(one)]))
  if (!(value instanceof Extension)) return value
  const ms = { __extn: { fn: 'datetime', arg: new Date(Number(value.amount)).toISOString() } }
  return value.type === 'datetime' ? ms : { __extn: { fn: 'duration', arg: `${value.amount}ms` } }
}

/** What cedar-wasm decides; a forbid that errs read as deny, as our engine has it. */
export function referee(loaded: Loaded, query: Query): 'allow' | 'deny' {
  const entities = [...query.world.values()].map(({ entity, attributes, ancestors }) => ({
    uid: uid(entity),
    attrs: jsonOf(attributes as Map<string, Value>),
    parents: [...ancestors.values()].map(uid),
  }))
  const answer = cedar.statefulIsAuthorized({
    principal: uid(query.principal),
    action: uid(query.action),
    resource: uid(query.resource),
    context: jsonOf(query.context as Map<string, Value>) as never,
    preparsedPolicySetId: slotOf(loaded),
    entities: entities as Entities,
  })
  if (answer.type === 'failure') return 'deny'
  const { decision, diagnostics } = answer.response
  const erred = diagnostics.errors.some(({ policyId }) => loaded.set.get(policyId)?.forbids)
  return erred ? 'deny' : decision
}
