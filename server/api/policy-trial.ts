import { z } from 'zod'
import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import { action, problem } from '@/server/policy/schema'
import type { Principal } from '@/server/tenancy'
import { obligationsOf, portAsked } from './obligations'
import { withNames } from './policy-names'
import { listPrincipals, listProductFacts, portsOf } from './policy-world'

/** A draft of policies, tried on everyone and everything before it stands. */

/** Products whose ports are looked into; the others are tried as a whole. */
const mostLookedInto = 200

export const obligations = z.strictObject({
  masks: z.record(z.string(), z.string()),
  rows: z.string().optional(),
})
const simulated = z.strictObject({
  principal: z.string(),
  action,
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  before: z.enum(['allow', 'deny']),
  after: z.enum(['allow', 'deny']),
  because: z.array(z.string()),
  principalName: z.string().nullable(),
  resourceName: z.string().nullable(),
  /** Where it is still read, but in other rows or under other masks. */
  seen: z.strictObject({ before: obligations, after: obligations }).optional(),
})

export const trial = z.strictObject({
  problems: z.array(problem),
  changes: z.array(simulated),
  total: z.number(),
  asked: z.number(),
  /** False where there was more to try than is tried in one go. */
  complete: z.boolean(),
})

export async function trialOf(scope: OrgScope, text: string): Promise<z.infer<typeof trial>> {
  const { products, holds } = await listProductFacts(scope)
  const principals = await listPrincipals(scope)
  const held = <R extends policy.Resource>(principal: Principal, one: R) => ({ ...one, held: holds(principal, one) })
  const resources = (principal: Principal) => products.map((one) => held(principal, one))
  const looked = products.slice(0, mostLookedInto)
  const known: Awaited<ReturnType<typeof lookInto>> = []
  for (const one of looked) known.push(...(await lookInto(scope, one)))
  const ports = (principal: Principal) =>
    known.map(({ seen, objects }) => ({ seen: { ...seen, resource: held(principal, seen.resource) }, objects }))
  const { changes, ...found } = await policy.simulate(scope, text, { principals, resources, ports })
  const told = changes.map(({ sight, ...change }) => {
    if (!sight) return change
    const [before, after] = [sight.before, sight.after].map((sights) => obligationsOf(sight.port, sights))
    return { ...change, seen: { before: before!, after: after! } }
  })
  const complete = found.complete && looked.length === products.length
  return { ...found, complete, changes: await withNames(scope, told) }
}

async function lookInto(scope: OrgScope, one: policy.Resource) {
  const ports = await portsOf(scope, one)
  const asked = await Promise.all(ports.map((resource) => portAsked(scope, { action: 'query', resource })))
  return asked.flatMap((port) => port ?? [])
}
