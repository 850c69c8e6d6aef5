import type { OrgScope } from '@/server/platform/db'
import { PolicySet } from './compile/policy-set'
import type { Loaded } from './loaded'
import type { Shipped } from './read-shipped'
import type { OwnPolicy } from './schema'

/** The shipped policies and an organisation's own, compiled together. */
export const assemble = (
  scope: OrgScope,
  shipped: Shipped,
  own: { number: number; policies: readonly OwnPolicy[] },
): Loaded => ({
  scope,
  number: own.number,
  version: `${own.number}.${shipped.hash}`,
  set: new PolicySet([...shipped.sources, ...own.policies.map(({ id, json }) => ({ id, json }))]),
  texts: new Map([...shipped.texts, ...own.policies.map(({ id, text }): [string, string] => [id, text])]),
})
