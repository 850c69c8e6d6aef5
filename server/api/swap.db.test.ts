import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Call, type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { ask, given, kindOf, type Operation, operations, ownValues } from '@/scripts/test/every-operation'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

// Every operation of the OpenAPI description, as the owner of one organisation, with each id it takes swapped for another's.

let a: { filled: Filled; owner: string; member: string }
let b: { filled: Filled; owner: string; member: string }

const send = (token: string, method: string, route: string, body?: unknown) => restCall(method, route, { token, body })
const caller =
  (token: string): Call =>
  async (...args) => {
    const { status, text } = await send(token, ...args)
    if (status >= 300) throw new Error(`${args[0]} ${args[1]} answered ${status}: ${text}`)
    return JSON.parse(text)
  }
async function filled(tenant: Tenant, root: string) {
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  const [owner, member] = [await mint(tenant.owner), await mint(tenant.member)]
  const call = { owner: caller(owner), member: caller(member) }
  return { owner, member, filled: await fillTenant(tenant, root, call) }
}

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'swap-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const tenants = await twoTenants()
  a = await filled(tenants.a, root)
  b = await filled(tenants.b, root)
}, 120_000)
afterAll(closeDatabase)

/** Swapped, these are another thing, each for its reason. */
const exempt: Record<string, string> = {
  'GET /invitations/{code} code': 'the code is itself the right to read it',
  'POST /invitations/{code}/accept code': 'the code is itself the right to use it',
  'POST /products/propose-contract port': 'the name of a port that is yet to be made',
  'PUT /products/{slug} product': 'a document, not an id',
  'PUT /products/{slug} slug': 'a free address in one’s own organisation: it makes one’s own',
}
/** Names within the thing that another id names. */
const within = new Set(['port', 'assets', 'replacement', 'for'])
/** What an answer shows of the other organisation. */
const seen = (text: string) => Object.values(b.filled).filter((mark) => text.includes(mark))

/** One's own call, which must be answered and show nothing of the other: else a 404 would prove little. */
async function control(operation: Operation) {
  const key = `${operation.method} ${operation.path}`
  const personal = /queries|receipts|notifications|withdraw/.test(key)
  const { status, text } = await ask(operation, personal ? a.member : a.owner, ownValues(operation, a.filled))
  expect([key, [401, 404].includes(status) && text]).toEqual([key, false])
  expect([key, seen(text)]).toEqual([key, []])
}

// Each walks every operation there is, on whatever machine this is; ms.
const timeout = 120_000

it('with one’s own ids every read answers, and shows nothing of the other', { timeout }, async () => {
  for (const operation of operations().filter(({ method }) => method === 'GET')) await control(operation)
})

it('is not found by any operation, whichever id is swapped', { timeout }, async () => {
  const told = { swapped: 0, within: 0, filtered: 0, without: 0 }
  const all = operations()
  for (const operation of all) {
    const key = `${operation.method} ${operation.path}`
    const own = ownValues(operation, a.filled)
    const swaps = operation.places.filter(({ name }) => kindOf(operation.path, name))
    for (const { at, name } of swaps) {
      if (exempt[`${key} ${name}`] || name === 'object') continue
      const { status, text } = await ask(operation, a.owner, {
        ...own,
        [name]: given(b.filled, operation.path, name),
      })
      // A filter of one's own list finds nothing; what names a thing is not found. What was asked may be said again.
      const said = at === 'query' && status === 200
      if (said) expect([key, name, seen(text)]).toEqual([key, name, []])
      // These are refused at their field or not found: either tells nothing.
      else if (within.has(name)) expect([key, name, [400, 404].includes(status)]).toEqual([key, name, true])
      else expect([key, name, status, text]).toEqual([key, name, 404, expect.stringContaining('not_found')])
      told[said ? 'filtered' : within.has(name) ? 'within' : 'swapped']++
    }
    if (swaps.length === 0) told.without++
  }
  console.log(
    `${all.length} of ${all.length} operations: ${told.swapped} swapped ids answer 404, ${told.within} names within are refused, ${told.filtered} swapped filters find nothing, ` +
      `${told.without} take no id; exempt: ${Object.entries(exempt)
        .map(([what, why]) => `${what} (${why})`)
        .join('; ')}`,
  )
})

it('with one’s own ids every change answers too', { timeout }, async () => {
  const rank = ({ method, path }: Operation) =>
    ['POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method) +
    (/retire|revoke|withdraw/.test(path) ? 3 : 0) +
    (/^.(agents|webhooks).\{id\}$/.test(path) ? 1 : 0)
  const changes = operations().filter(
    ({ method, path }) => method !== 'GET' && !['/orgs', '/setup', '/sign-in'].includes(path),
  )
  for (const operation of changes.sort((x, y) => rank(x) - rank(y))) await control(operation)
})
