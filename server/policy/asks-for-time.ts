import { uidOf } from './compile/expression'
import type { Policy } from './compile/policy'
import type { SeenPort } from './port-sight'

const isContext = (value: unknown) => (value as { Var?: unknown } | undefined)?.Var === 'context'

function namesTime(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((part) => {
    const { left, attr } = (part ?? {}) as { left?: unknown; attr?: unknown }
    return (attr === 'time' && isContext(left)) || namesTime(part)
  })
}

type Head = Pick<Policy, 'json'>

/** Whether a policy's head leaves out a port, with its rows and columns, for certain. */
function isOfAnother({ json: { resource: clause } }: Head, { resource, productId }: SeenPort, rows: string[]): boolean {
  if (clause.op === 'is' && clause.entity_type.startsWith('Rows::') && !rows.includes(clause.entity_type)) return true
  const entity = clause.op === 'is' ? clause.in?.entity : 'entity' in clause ? clause.entity : undefined
  if (!entity) return false
  const { type, id } = uidOf(entity)
  return (type === 'Port' && id !== resource.id) || (type === 'Product' && id !== productId)
}

/** Whether a policy says one thing of a port now and may say another later, though nothing was changed. `rows`: what its rows are called. */
export const asksForTime = (policy: Head, port: SeenPort, rows: string[]): boolean =>
  namesTime(policy.json.conditions) && !isOfAnother(policy, port, rows)
