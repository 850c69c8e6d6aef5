// A page of 50 of each list that grows without end, at its beginning, in its middle and near its end: in an organisation with so many
// rows, beside the same page in one with 10,000. Both take turns. Beside the times stands how many rows of tables and indexes were
// looked at for it, as EXPLAIN counts them under the row-level walls: what is flat looks at no more of a million.
// Usage: tsx bench/pages.ts [rows=100000] [only lists whose name begins so]
import pg from 'pg'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { closeDatabase, type OrgScope, roleUrl } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import { cursorAt, type Filled, fillLists, middleOf } from './filled-lists'
import { mediansInTurn } from './median'

const rows = Number(process.argv[2] ?? 100_000)
const only = process.argv[3] ?? ''
const SMALL = 10_000
const SLOW = 100 // ms; what takes longer is run less often

type Page = { cursor?: string; limit: number }
type Read = (scope: OrgScope, of: Filled, page: Page) => Promise<unknown>
type Cursor = (of: Filled, n: number) => string
type List = { name: string; cursor: Cursor; oldest?: boolean; read: Read }

const products = (name: string, more: object = {}): List => {
  const read: Read = (scope, _, page) => product.list(scope, { sees: () => true, ...page, ...more })
  return { name: `products${name}`, cursor: cursorAt.slug, oldest: true, read }
}
type Requests = (of: Filled) => Partial<Parameters<typeof access.listRequests>[1]>
const requests = (name: string, ask: Requests, oldest = false): List => {
  const read: Read = (scope, of, page) => access.listRequests(scope, { ...page, ...ask(of), oldest })
  return { name: `requests${name}`, cursor: cursorAt.request, oldest, read }
}
const grants = (name: string, ask: (of: Filled) => Partial<Parameters<typeof access.listGrants>[1]>): List => {
  const read: Read = (scope, of, page) => access.listGrants(scope, { ...page, ...ask(of) })
  return { name: `grants${name}`, cursor: cursorAt.grant, read }
}
const audited = (name: string, ask: (of: Filled) => Parameters<typeof audit.list>[1]): List => {
  const read: Read = (scope, of, page) => audit.list(scope, ask(of), page)
  return { name: `audit${name}`, cursor: cursorAt.born('audit'), read }
}
const decisions = (name: string, ask: (of: Filled) => Parameters<typeof policy.listDecisions>[1]): List => {
  const read: Read = (scope, of, page) => policy.listDecisions(scope, ask(of), page)
  return { name: `decisions${name}`, cursor: cursorAt.born('decision'), read }
}

const turn = ({ member, domain }: Filled, steward = false) => ({
  principalId: member,
  as: [{ principalId: member, domainIds: [domain], steward }],
})
const ended = ['approved', 'rejected', 'withdrawn', 'timed_out'] as const
const lists: List[] = [
  products(''),
  products(' of a domain', { domain: 'sales' }),
  products(', drafts', { status: 'draft' }),
  products(', the few retired', { status: 'retired' }),
  requests('', () => ({})),
  requests(' of a domain and one’s own', ({ domain, member }) => ({
    seenBy: { domainIds: [domain], principalId: member },
  })),
  requests(' of one’s own', ({ member }) => ({ principalId: member })),
  requests(' to decide', (of) => ({ turn: turn(of) }), true),
  requests(' to decide, by a steward', (of) => ({ turn: turn(of, true) }), true),
  {
    name: 'requests that wait, counted',
    cursor: cursorAt.request,
    read: (scope, of) => access.countWaiting(scope, turn(of), () => true),
  },
  requests(' decided', ({ domain, member }) => ({
    domainIds: [domain],
    notPrincipalId: member,
    states: [...ended],
  })),
  requests(', the few asked back', ({ domain }) => ({ domainIds: [domain], states: ['info_needed'] }), true),
  requests(', the few to review', ({ domain }) => ({ domainIds: [domain], unreviewed: true }), true),
  grants('', () => ({})),
  grants(' of one’s own', ({ member }) => ({ heldBy: member })),
  grants(', live, of a domain and one’s own', ({ domain, member }) => ({
    live: true,
    seenBy: { domainIds: [domain], principalId: member },
  })),
  {
    name: 'notifications',
    cursor: cursorAt.born('notification'),
    read: (scope, { member }, page) => notify.list(scope, member, page),
  },
  audited('', () => ({})),
  audited(' of somebody', () => ({ actor: 'mem_7' })),
  audited(' of somebody who did little', ({ member }) => ({ actor: member })),
  audited(', one rare action', () => ({ action: 'member.changed' })),
  audited(', a rare kind of action', () => ({ action: 'member' })),
  audited(' of one thing', () => ({ resource: 'p7' })),
  audited(' of a rare kind of thing', () => ({ resource: 'member' })),
  audited(' until long ago', (of) => ({ to: middleOf(of).toISOString() })),
  audited(' since long ago', (of) => ({ from: middleOf(of).toISOString() })),
  decisions('', () => ({})),
  decisions(' about somebody', () => ({ principal: 'mem_7' })),
  decisions(' about somebody who asked little', ({ member }) => ({ principal: member })),
  decisions(', one rare action', () => ({ action: 'administer' })),
  decisions(', refusals', () => ({ effect: 'deny' })),
  decisions(' of one thing', () => ({ resource: 'p7' })),
  decisions(', a rare surface', () => ({ surface: 'mcp' })),
  decisions(' until long ago', (of) => ({ to: middleOf(of).toISOString() })),
]

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
await owner.connect()
const walled = new pg.Client({ connectionString: roleUrl('app') })
await walled.connect()

type Statement = { text: string; values: unknown[] }
let heard: Statement[] | null = null
// biome-ignore lint/suspicious/noExplicitAny: every form of a query passes here and is only noted
const client = pg.Client.prototype as any
const query = client.query
client.query = function noted(...given: [Statement | string]) {
  const [asked] = given
  if (typeof asked !== 'string' && /^\s*(select|with)/i.test(asked.text)) heard?.push(asked)
  return query.apply(this, given)
}

type Node = { Plans?: Node[] } & Record<string, unknown>
const looked = (node: Node): number => {
  const each = ['Actual Rows', 'Rows Removed by Filter', 'Rows Removed by Index Recheck'].map((key) =>
    Number(node[key] ?? 0),
  )
  const here = node['Relation Name'] ? each.reduce((one, other) => one + other) * Number(node['Actual Loops']) : 0
  return here + (node.Plans ?? []).reduce((sum, part) => sum + looked(part), 0)
}
/** Rows that the statements of one reading look at. */
async function rowsLooked(scope: OrgScope, read: () => Promise<unknown>): Promise<number> {
  heard = []
  await read()
  const statements = heard
  heard = null
  await walled.query('begin')
  await walled.query(`select set_config('app.org_id', $1, true)`, [scope.orgId])
  let sum = 0
  for (const { text, values } of statements) {
    const { rows } = await walled.query(`explain (analyze, format json) ${text}`, values)
    sum += looked(rows[0]['QUERY PLAN'][0].Plan)
    if (process.env.PLANS) console.log(text, JSON.stringify(rows[0]['QUERY PLAN'][0].Plan, null, 1))
  }
  await walled.query('rollback')
  return Math.round(sum)
}

try {
  const tenants = await twoTenants()
  const filled = async ({ org, domain, member }: typeof tenants.a, rows: number) => {
    const of = { org: org.id, domain: domain.id, member: member.principal.id, rows, newest: new Date() }
    await fillLists(owner, of)
    return of
  }
  const [small, large] = [await filled(tenants.a, SMALL), await filled(tenants.b, rows)]
  for (const { scope } of [tenants.a, tenants.b]) await policy.load(scope)
  await owner.query('vacuum analyze')
  console.log(
    `A page of 50 of ${rows.toLocaleString('en')} rows: ms and ratio to one of ${SMALL.toLocaleString('en')}; rows looked at in either`,
  )
  for (const { name, cursor, oldest, read } of lists.filter((one) => one.name.startsWith(only))) {
    const said: string[] = []
    for (const place of ['first', 'middle', 'late'] as const) {
      const reading = (scope: OrgScope, of: Filled) => {
        const late = oldest ? of.rows - 100 : 100
        const after = { first: undefined, middle: cursor(of, of.rows / 2), late: cursor(of, late) }[place]
        return () => read(scope, of, { limit: 50, cursor: after })
      }
      const [few, many] = [reading(tenants.a.scope, small), reading(tenants.b.scope, large)]
      const seen = [await rowsLooked(tenants.a.scope, few), await rowsLooked(tenants.b.scope, many)]
      const began = performance.now()
      await many()
      const slow = performance.now() - began > SLOW
      const took = await mediansInTurn(slow ? { rounds: 5, warm: 1 } : { rounds: 41, warm: 10 }, { few, many })
      said.push(`${place} ${took.many.toFixed(1)} ms ×${(took.many / took.few).toFixed(1)} (${seen.join(' → ')})`)
    }
    console.log(`${name}: ${said.join('; ')}`)
  }
} finally {
  await owner.end()
  await walled.end()
  await closeDatabase()
  await stop()
}
process.exit(0)
