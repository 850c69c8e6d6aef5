import * as agent from '@/server/agent'
import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'

type Thing = { type: string; id: string }
type About = { principal: string; resource: Thing }

const ofProducts = new Set(['product', 'port', 'column'])
const alone: Record<string, string> = {
  audit: 'the audit',
  policy: 'the policy',
  organisation: 'the organisation',
  wanted: 'the board of wanted searches',
}

/** Gives what a list of decisions is about its readers' names; null for who or what is gone. */
export async function withNames<T extends About>(scope: OrgScope, list: readonly T[]) {
  const named = list.flatMap(({ resource: { type, id } }) => (type === 'domain' ? [id] : []))
  const ids = [...new Set(list.flatMap(({ resource: { type, id } }) => (ofProducts.has(type) ? [productOf(id)] : [])))]
  const slugs = new Map<string, string>()
  for (const id of ids) slugs.set(id, (await product.resource(scope, id))?.facts.slug ?? '')
  const { members, domains } = await agent.loadNames(scope, {
    members: list.map(({ principal }) => principal),
    domains: named,
  })
  const nameOf = ({ type, id }: Thing): string | null => {
    if (alone[type]) return alone[type]
    if (type === 'domain') return domains.get(id)?.name ?? null
    const slug = ofProducts.has(type) ? slugs.get(productOf(id)) : undefined
    return slug ? `${slug}${id.slice(productOf(id).length)}` : null
  }
  return list.map((one) => {
    return { ...one, principalName: members.get(one.principal) ?? null, resourceName: nameOf(one.resource) }
  })
}

const productOf = (id: string) => id.split('/')[0] ?? ''
