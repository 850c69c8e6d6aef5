import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { GovernedPeople, type Who, who } from '@/prisma/seed/governed-people'

/** What is read of grants and answers after the fact: reviews, unused rights, receipts and the evidence pack. */

let people: GovernedPeople
const ids = { member: '', auditor: '', review: '' }
const agreed = async (as: Who, product: string) => {
  const ask = { product, port: 'all', purpose: 'analytics', duration: 'P90D' }
  await people.agreed((await people.call(as, 'POST', '/access-requests', ask)).body.id)
}
const hidden = (id: string, role: string, action = 'view') =>
  `forbid (principal, action == Action::"${action}", resource == Grant::"${id}") when { principal.role == "${role}" };`

beforeAll(async () => {
  people = await GovernedPeople.make('evidence-files')
  await agreed('auditor', 'people')
  await agreed('member', 'secrets')
  const grants = (await people.call('owner', 'GET', '/grants')).body.items
  const of = (as: Who) => grants.find((one: { principal: string }) => one.principal === people.a[as].principal.id).id
  ids.member = of('member')
  ids.auditor = of('auditor')
  const dueAt = new Date(Date.now() + 40 * 86_400_000).toISOString()
  ids.review = (await people.call('owner', 'POST', '/access-reviews', { title: 'All', dueAt })).body.review.id
}, 240_000)
beforeEach(() => people.govern(''))
afterAll(() => vi.useRealTimers())

describe('of grants that may not be seen', { timeout: 300_000 }, () => {
  /** What a list of reviews, the review and the list of grants tell, as ids and counts. */
  const told = async (as: Who) => {
    const grants = await people.call(as, 'GET', '/grants')
    const reviews = await people.call(as, 'GET', '/access-reviews')
    const whole = await people.call(as, 'GET', `/access-reviews/${ids.review}`)
    const listed = reviews.body.items?.find((one: { id: string }) => one.id === ids.review)
    return {
      grants: grants.body.items.map((one: { id: string }) => one.id).sort() as string[],
      listed: (listed?.total ?? null) as number | null,
      total: (whole.body.review?.total ?? null) as number | null,
      items: (whole.body.items?.map((one: { frozen: { id: string } }) => one.frozen.id).sort() ?? null) as
        | string[]
        | null,
    }
  }

  test('a review tells neither by a row nor by a number', async () => {
    for (const action of ['view', 'discover'])
      for (const role of ['owner', 'steward', 'auditor']) {
        await people.govern(hidden(ids.member, role, action))
        for (const as of who) {
          const { grants, listed, total, items } = await told(as)
          expect([action, role, as, listed, total]).toEqual([action, role, as, total, items?.length ?? null])
          if (items) expect([action, role, as, items]).toEqual([action, role, as, grants])
          expect(grants.includes(ids.member)).toBe(as !== role && as !== 'member' ? true : as === 'member')
        }
      }
  })

  test('a review lets nobody decide', async () => {
    const { items } = (await people.call('owner', 'GET', `/access-reviews/${ids.review}`)).body
    const item = items.find((one: { frozen: { id: string } }) => one.frozen.id === ids.member).id
    const decide = async () =>
      (
        await people.call('steward', 'POST', `/access-reviews/${ids.review}/items/${item}/decision`, {
          decision: 'keep',
        })
      ).status
    await people.govern(hidden(ids.member, 'steward', 'discover'))
    expect(await decide()).toBe(404)
    await people.govern(hidden(ids.member, 'steward', 'revoke'))
    expect(await decide()).toBe(403)
    await people.govern('')
    expect(await decide()).toBe(200)
    const after = (await people.call('steward', 'GET', '/access-reviews')).body.items[0]
    expect([after.decided, after.total]).toEqual([1, 3])
    await people.govern(hidden(ids.member, 'steward'))
    const less = (await people.call('steward', 'GET', '/access-reviews')).body.items[0]
    expect([less.decided, less.total]).toEqual([0, 2])
  })

  test('the evidence pack says that it is not whole', async () => {
    const from = encodeURIComponent(new Date(0).toISOString())
    const pack = async () => (await people.call('auditor', 'GET', `/evidence?from=${from}`)).body
    const csv = async () => (await people.call('auditor', 'GET', `/evidence?from=${from}&format=csv`)).text
    const whole = await pack()
    expect([whole.withheld, whole.grants.length, whole.requests.length]).toEqual([false, 3, 3])
    expect(await csv()).toContain(ids.member)
    await people.govern(hidden(ids.member, 'auditor'))
    const less = await pack()
    expect([less.withheld, less.grants.length, less.reviews[0].total]).toEqual([true, 2, 2])
    expect(less.grants.map((one: { id: string }) => one.id)).not.toContain(ids.member)
    const table = await csv()
    expect(table).not.toContain(ids.member)
    expect(table).toContain('policies keep some of it')
    await people.govern(
      'forbid (principal, action == Action::"view", resource is Request) when { principal.role == "auditor" };',
    )
    expect([(await pack()).withheld, (await pack()).requests]).toEqual([true, []])
  })

  test('what nobody uses is proposed of those that one sees, old ones first given included', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 86_400_000 })
    for (const role of ['', 'steward']) {
      await people.govern(role && hidden(ids.auditor, role))
      for (const as of who) {
        const { items, complete } = (await people.call(as, 'GET', '/grants/dormant?days=5')).body
        const idle = items.map((one: { grant: { id: string } }) => one.grant.id).sort()
        expect([role, as, complete, idle]).toEqual([role, as, true, (await told(as)).grants])
      }
    }
    vi.useRealTimers()
  })
})

describe('of answers', { timeout: 300_000 }, () => {
  const noSecrets = `forbid (principal, action == Action::"discover", resource is Product)
    when { resource.tags.contains("secret") } unless { principal.role == "owner" };`

  test('a receipt, and its line among one’s own queries, tell only of what one may still find', async () => {
    const receipts: Record<'people' | 'secrets', string[]> = { people: [], secrets: [] }
    for (let n = 0; n < 6; n++)
      for (const product of ['people', 'secrets'] as const) {
        const answer = await people.query('member', `select count(*) from "${product}"."all"`)
        expect(answer.status).toBe(200)
        receipts[product].push(answer.body.receipt)
      }
    const pages = async () => {
      const sizes: number[] = []
      const found: string[] = []
      let cursor = ''
      do {
        const { items, nextCursor } = (await people.call('member', 'GET', `/queries?limit=4${cursor}`)).body
        sizes.push(items.length)
        found.push(...items.map((one: { receipt: string }) => one.receipt))
        cursor = nextCursor && `&cursor=${nextCursor}`
      } while (cursor)
      return { sizes, found: found.sort() }
    }
    const every = [...receipts.people, ...receipts.secrets].sort()
    expect((await pages()).found).toEqual(every)
    await people.govern(noSecrets)
    const { sizes, found } = await pages()
    expect(found).toEqual([...receipts.people].sort())
    expect(sizes.slice(0, 1)).toEqual([4])
    for (const id of every) {
      const { status } = await people.call('member', 'GET', `/receipts/${id}`)
      expect([id, status]).toEqual([id, found.includes(id) ? 200 : 404])
    }
  })
})
