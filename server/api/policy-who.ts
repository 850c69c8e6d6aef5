import { z } from 'zod'
import type { OrgScope } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import { action } from '@/server/policy/schema'
import * as product from '@/server/product'
import type { Principal } from '@/server/tenancy'
import { obligationsOf, portAsked } from './obligations'
import { heldBy, listPrincipals, portsOf, principalNamed, resourceNamed } from './policy-world'
import { principalShape, toPrincipal } from './shapes'

/** One question asked about everyone, or about everything that is published: who may, why, and what they see. */

/** Products looked at for one page of a person's answers. */
const productsAtOnce = 20

export const whoInput = z.strictObject({
  /** What is asked about, for everyone; or who, for every product and port; or both. */
  resource: z.string().max(500).optional(),
  principal: z.string().max(300).optional(),
  action: action.default('query'),
  purpose: z.string().max(100).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const answer = z.strictObject({
  principal: principalShape,
  resource: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
  effect: z.enum(['allow', 'deny']),
  because: z.array(z.string()),
  erred: z.array(z.string()),
  narrowing: z.array(z.string()),
  masks: z.record(z.string(), z.string()),
  rows: z.string().optional(),
})
export const whoShape = z.strictObject({
  items: z.array(answer),
  nextCursor: z.string().nullable(),
  /** The text of each policy that an answer names. */
  policies: z.record(z.string(), z.string()),
  policyVersion: z.string(),
})
type Ask = z.infer<typeof whoInput>
type Pair = { principal: Principal; resource: policy.Resource }

/** Everyone's answers about one thing, or one principal's about everything published, by pages. */
export async function whoMay(scope: OrgScope, ask: Ask): Promise<z.infer<typeof whoShape>> {
  const { pairs, nextCursor } = await pairsOf(scope, ask)
  const at = ask.at === undefined ? undefined : new Date(ask.at)
  const circumstances = { purpose: ask.purpose, at }
  const questions = await Promise.all(
    pairs.map(async (pair): Promise<policy.Question> => {
      const asked = { ...pair, action: ask.action, circumstances }
      return { ...asked, port: await portAsked(scope, asked) }
    }),
  )
  const { answers, texts, policyVersion } = await policy.explain(scope, questions, at)
  const items = answers.map(({ sights, ...told }, place) => {
    const { principal, resource, port } = questions[place]!
    const { type, id } = resource
    const named = { type, id, name: nameOf(resource) }
    return { principal: toPrincipal(principal), resource: named, ...told, ...obligationsOf(port, sights) }
  })
  const named = [...new Set(items.flatMap(({ because, erred, narrowing }) => [...because, ...erred, ...narrowing]))]
  const policies = Object.fromEntries(named.map((id) => [id, texts.get(id) ?? '']))
  return { items, nextCursor, policies, policyVersion }
}

/** What a reader calls a thing: `product`, `product/port`, else its id. */
function nameOf({ type, id, facts }: policy.Resource): string {
  if (type === 'product') return String(facts?.slug ?? id)
  return type === 'port' ? `${facts?.product}/${facts?.name}` : id
}

async function pairsOf(scope: OrgScope, ask: Ask): Promise<{ pairs: Pair[]; nextCursor: string | null }> {
  const resource = ask.resource === undefined ? null : await resourceNamed(scope, ask.resource)
  const principal = ask.principal === undefined ? null : await principalNamed(scope, ask.principal)
  if (resource && !principal) return ofResource(scope, resource, ask)
  if (principal && !resource) return ofPrincipal(scope, principal, ask)
  if (!principal || !resource)
    throw invalid('Name a resource, to ask about everyone, or a principal, to ask about everything published.')
  return { pairs: [{ principal, resource: (await heldBy(scope, principal, [resource]))[0]! }], nextCursor: null }
}

async function ofResource(scope: OrgScope, resource: policy.Resource, { cursor, limit }: Ask) {
  const everyone = await listPrincipals(scope)
  const from = cursor === undefined ? 0 : everyone.findIndex(({ id }) => id === cursor) + 1
  const page = everyone.slice(from, from + limit)
  const pairs: Pair[] = []
  for (const principal of page) pairs.push({ principal, resource: (await heldBy(scope, principal, [resource]))[0]! })
  return { pairs, nextCursor: from + limit < everyone.length ? page.at(-1)!.id : null }
}

/** A port is read, a product is found and asked for. */
const onPorts: ReadonlySet<policy.Action> = new Set(['preview', 'query'])

async function ofPrincipal(scope: OrgScope, principal: Principal, { action, cursor }: Ask) {
  const found: policy.Resource[] = []
  const sees = (one: policy.Resource) => found.push(one) > 0
  const { nextCursor } = await product.list(scope, { sees, cursor, limit: productsAtOnce })
  const published = found.filter((one) => one.published)
  const of = onPorts.has(action) ? (await Promise.all(published.map((one) => portsOf(scope, one)))).flat() : published
  const held = of.length > 0 ? await heldBy(scope, principal, of) : []
  return { pairs: held.map((resource) => ({ principal, resource })), nextCursor }
}
