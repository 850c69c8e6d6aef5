import { chance } from '@/scripts/test/chance'
import type { DomainRole, OrgRole } from '@/server/tenancy/schema'

/** An organisation as chance draws it: plain facts, from which it is made and from which Cedar's own engine is asked what is right. */

export type DrawnPerson = { name: string; role: OrgRole; domains: { slug: string; role: DomainRole }[] }
export type DrawnAgent = { name: string; sponsor: string; scopes: ('read' | 'request')[] }
export type DrawnColumn = { name: string; classification?: string }
export type DrawnPort = { name: string; columns: DrawnColumn[] }
export const productStates = ['draft', 'published', 'deprecated', 'retired'] as const
export type DrawnProduct = {
  slug: string
  domain: string
  tags: string[]
  state: (typeof productStates)[number]
  /** The person who saves it. */
  ports: DrawnPort[]
}
/** For whom: a person, an agent or (by its slug) a domain; null: every column. */
export type DrawnGrant = { holder: string; product: string; port: string; columns: string[] | null }
/** A line of people.csv, by the names of the contract; null is an empty field. */
export type DrawnRow = Record<(typeof columnNames)[number], string | null>
export type DrawnOrganisation = {
  domains: string[]
  people: DrawnPerson[]
  agents: DrawnAgent[]
  products: DrawnProduct[]
  grants: DrawnGrant[]
  /** By domain: each has a file of its own. */
  rows: Record<string, DrawnRow[]>
}

export const columnNames = ['nr', 'mail', 'country', 'pay', 'born'] as const
export const tags = ['staff', 'secret', 'open'] as const
export const roles: readonly OrgRole[] = ['owner', 'steward', 'publisher', 'member', 'auditor']
export const classes = ['public', 'internal', 'confidential', 'restricted'] as const

/** What is drawn from one run of chance. */
export function dice(start: number) {
  const draw = chance(start)
  const below = (most: number) => Math.floor(draw() * most)
  const pick = <T>(of: readonly T[]): T => of[below(of.length)]!
  return {
    below,
    pick,
    often: (share: number) => draw() < share,
    some: <T>(of: readonly T[], share = 0.5) => of.filter(() => draw() < share),
  }
}
export type Dice = ReturnType<typeof dice>

export function drawOrganisation(by: Dice): DrawnOrganisation {
  const domains = ['sales', 'staff', 'north'].slice(0, 2 + by.below(2))
  const people = Array.from({ length: 5 }, (_, n) => drawPerson(by, `person-${n}`, domains))
  const agents = [0, 1].map((n) => ({ name: `agent-${n}`, sponsor: by.pick(people).name, scopes: ['read' as const] }))
  const products = ['people', 'secrets', 'letters', 'sums'].map((slug) => drawProduct(by, slug, by.pick(domains)))
  // Chance could leave nothing to read.
  products[0]!.state = 'published'
  const drawn = { domains, people, agents, products }
  return {
    ...drawn,
    grants: drawGrants(by, drawn),
    rows: Object.fromEntries(domains.map((one) => [one, drawRows(by)])),
  }
}

/** In domains, only publishers and owners of the organisation are more than members. */
function drawPerson(by: Dice, name: string, domains: readonly string[]): DrawnPerson {
  const role = by.pick(roles)
  const may: DomainRole[] = role === 'owner' || role === 'publisher' ? ['member', 'publisher', 'owner'] : ['member']
  return { name, role, domains: by.some(domains).map((slug) => ({ slug, role: by.pick(may) })) }
}

function drawProduct(by: Dice, slug: string, domain: string): DrawnProduct {
  const column = (name: string): DrawnColumn => (by.often(0.5) ? { name, classification: by.pick(classes) } : { name })
  const port = (name: string): DrawnPort => ({
    name,
    columns: ['nr', ...by.some(columnNames.slice(1), 0.8)].map(column),
  })
  const ports = ['all', 'few'].slice(0, 1 + by.below(2)).map(port)
  return { slug, domain, tags: by.some(tags, 0.4), state: by.pick(['published', 'published', ...productStates]), ports }
}

function drawGrants(by: Dice, { domains, people, agents, products }: Omit<DrawnOrganisation, 'grants' | 'rows'>) {
  const offered = products.filter(({ state }) => state === 'published')
  const of = (holder: string): DrawnGrant => {
    const { slug, ports } = by.pick(offered)
    const { name, columns } = by.pick(ports)
    const part = by.some(columns).map((one) => one.name)
    return { holder, product: slug, port: name, columns: part.length > 0 && by.often(0.5) ? part : null }
  }
  const grants = [...by.some(people, 0.6), ...by.some(agents, 0.8)].map(({ name }) => of(name))
  // What an agent reads its sponsor must read too: often it holds the same, or less of it.
  for (const { name, sponsor } of agents) {
    const its = grants.find(({ holder }) => holder === name)
    if (its && by.often(0.7)) grants.push({ ...its, holder: sponsor, columns: by.often(0.5) ? its.columns : null })
  }
  if (by.often(0.5)) grants.push(of(by.pick(domains)))
  // One live right for each holder and port.
  const key = ({ holder, product, port }: DrawnGrant) => `${holder} ${product} ${port}`
  return grants.filter((one, n) => grants.findIndex((other) => key(other) === key(one)) === n)
}

function drawRows(by: Dice): DrawnRow[] {
  const maybe = (value: string) => (by.often(0.2) ? null : value)
  return Array.from({ length: 4 + by.below(3) }, (_, n) => ({
    nr: String(n + 1),
    mail: maybe(`${by.pick(['ann', 'bo', 'cy', 'dee'])}${n}@example.org`),
    country: maybe(by.pick(['DE', 'FR', 'IT'])),
    pay: maybe(String(by.below(9_000))),
    born: maybe(`19${60 + by.below(40)}-0${1 + by.below(9)}-1${by.below(10)}`),
  }))
}
