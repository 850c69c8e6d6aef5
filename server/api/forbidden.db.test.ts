import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Call, type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { twoTenants } from '@/prisma/seed/two-tenants'
import { ask, operations, ownValues, type Values } from '@/scripts/test/every-operation'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'
import { routes } from './rest'

// Every operation that policy is asked about, by somebody who has the highest role and whom a policy forbids all of it.

let filled: Filled
let forbidden: string

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'forbidden-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const { a } = await twoTenants()
  const mint = async (actor: tenancy.Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  const caller =
    (token: string): Call =>
    async (method, route, body) => {
      const { status, text } = await restCall(method, route, { token, body })
      if (status >= 300) throw new Error(`${method} ${route} answered ${status}: ${text}`)
      return JSON.parse(text)
    }
  const owner = caller(await mint(a.owner))
  filled = await fillTenant(a, root, { owner, member: caller(await mint(a.member)) })
  await owner('PATCH', `/members/${a.steward.principal.id}`, { role: 'owner' })
  forbidden = await mint(await a.actorOf(a.steward.principal.id))
  await owner('PUT', '/policies', {
    text: `forbid (principal == Member::"${a.steward.principal.id}", action, resource);`,
  })
}, 240_000)
afterAll(closeDatabase)

/** What an operation must be given, beyond ids, to come as far as policy. */
const given: Record<string, (of: Filled) => Values> = {
  'GET /access-requests/preview': ({ product, port }) => ({ product, port }),
  'GET /search/suggest': ({ product }) => ({ q: product }),
  'PUT /products/{slug}': ({ product, domain }) => {
    const head = { apiVersion: 'v1.0.0', kind: 'DataProduct', id: product, name: product, version: '1.0.0' }
    return { product: { ...head, status: 'draft', domain }, contracts: [] }
  },
}

/** What answers "done" has done it, however little it tells; what one searched for oneself is noted all the same. */
const changes = (key: string) => !key.startsWith('GET ') && key !== 'POST /recent-searches'

/** What is answered from more than one thing tells nothing of any. */
function tellsNothing(text: string): boolean {
  const empty = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.length === 0
      : typeof value === 'object' && value !== null
        ? Object.entries(value).every(([name, one]) => ['took', 'engine', 'at'].includes(name) || empty(one))
        : value === null || value === 0 || value === false || value === true
  // Of a sheet, its head alone.
  if (!text.startsWith('{')) return text.trim().split('\n').length === 1
  return empty(JSON.parse(text))
}

it('is refused or finds nothing by any operation, who may nothing', { timeout: 240_000 }, async () => {
  const asked = new Map(
    routes.flatMap(({ meta: { rest, permission } }) =>
      typeof permission === 'object' && 'action' in permission ? [[`${rest.method} ${rest.path}`, permission]] : [],
    ),
  )
  const entered: string[] = []
  let refused = 0
  for (const operation of operations()) {
    const key = `${operation.method} ${operation.path}`
    if (!asked.has(key)) continue
    const { status, text } = await ask(operation, forbidden, {
      ...ownValues(operation, filled),
      ...given[key]?.(filled),
    })
    if ([403, 404].includes(status) || (status === 200 && !changes(key) && tellsNothing(text))) refused++
    else entered.push(`${key} ${status} ${text.slice(0, 200)}`)
  }
  console.log(`${refused} of ${asked.size} operations refuse, or find nothing`)
  expect(entered).toEqual([])
})
