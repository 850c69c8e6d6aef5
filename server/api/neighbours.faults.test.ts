import { afterAll, beforeAll, expect, it } from 'vitest'
import { chance, seed, times } from '@/scripts/test/chance'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import * as tenancy from '@/server/tenancy'

// Many organisations over one pool of connections, with callers who leave in the middle and calls that fail in the middle: a
// transaction that kept another's setting, or a connection given back half done, would show as a neighbour's row.

const organisations = times(12, 200)
const requests = times(600, 50_000)
const atOnce = 24

type Neighbour = { mark: string; token: string }
const neighbours: Neighbour[] = []

beforeAll(async () => {
  for (let n = 0; n < organisations; n++) {
    const mark = `mark-${newId('organisation').slice(-12)}`
    const owner = { email: `owner@${mark}.example`, name: `Owner of ${mark}` }
    const { scope, ownerId } = await tenancy.createOrganisation({ slug: mark, name: `Org ${mark}`, owner })
    const { token } = await tenancy.issueToken(scope, ownerId, { name: mark, hours: 1 })
    neighbours.push({ mark, token })
    await send(neighbours[n]!, 'POST', '/domains', { slug: `${mark}-team`, name: `Team ${mark}` })
  }
}, 300_000)
afterAll(closeDatabase)

const send = ({ token }: Neighbour, method: string, route: string, body?: unknown, signal?: AbortSignal) =>
  restCall(method, route, { token, body, signal })

/** What a caller may do: reads, changes, and what fails before, inside and after a transaction. */
const calls: ((one: Neighbour, other: Neighbour, n: number) => [string, string, unknown?])[] = [
  () => ['GET', '/domains'],
  () => ['GET', '/members'],
  () => ['GET', '/me'],
  () => ['GET', '/search?q=team'],
  () => ['GET', '/audit?limit=20'],
  () => ['GET', '/tokens'],
  (one, _, n) => ['POST', '/domains', { slug: `${one.mark}-${n}`.slice(0, 40), name: `More of ${one.mark}` }],
  (one) => ['POST', '/domains', { slug: `${one.mark}-team`, name: 'Taken' }],
  () => ['POST', '/domains', { slug: 'Not A Slug', name: '' }],
  (_, other) => ['PUT', `/domains/${other.mark}-team/members/mem_none`, { role: 'owner' }],
  () => ['GET', '/connections/con_none'],
]

it(`${organisations} organisations, ${requests} pooled requests, aborts and errors: no row of another`, async () => {
  console.log(`STOA_TEST_SEED=${seed}`)
  const random = chance(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const told = { answered: 0, refused: 0, aborted: 0 }
  let left = requests
  const worker = async () => {
    while (left-- > 0) {
      const [one, other] = [pick(neighbours), pick(neighbours)]
      const [method, route, body] = pick(calls)(one, other, left)
      const leaves = random() < 0.15 ? AbortSignal.timeout(Math.floor(random() * 12)) : undefined
      const { status, text } = await send(one, method, route, body, leaves).catch(() => ({ status: 0, text: '' }))
      told[status === 0 || leaves?.aborted ? 'aborted' : status < 300 ? 'answered' : 'refused']++
      // What was asked for may be said again; nothing else that bears a mark may be another's.
      const foreign = [...text.matchAll(/mark-[a-z0-9]{12}/g)].filter(
        ([mark]) => mark !== one.mark && !route.includes(mark),
      )
      if (foreign.length > 0) throw new Error(`${method} ${route} as ${one.mark} answered ${text}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  console.log(JSON.stringify(told))
  expect(told.answered).toBeGreaterThan(requests / 4)
  expect(told.refused).toBeGreaterThan(requests / 20)
  expect(told.aborted).toBeGreaterThan(requests / 50)
  // And the pool is whole: each still sees its own.
  for (const one of neighbours) expect((await send(one, 'GET', '/domains')).text).toContain(`${one.mark}-team`)
}, 1_200_000)
