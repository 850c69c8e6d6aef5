import { beforeAll, describe, expect, test } from 'vitest'
import { GovernedPeople, german, reads, rows, type Who, who } from '@/prisma/seed/governed-people'
import { chance, seed } from '@/scripts/test/chance'
import { restCall } from '@/scripts/test/rest-call'

let people: GovernedPeople

beforeAll(async () => {
  people = await GovernedPeople.make('surfaces-files')
}, 240_000)

describe('an agent', { timeout: 240_000 }, () => {
  test('sees and finds under policies what it and its sponsor both do', async () => {
    const sponsor = people.a.member.principal
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    const budgets = { rowsPerDay: 1_000_000, callsPerMinute: 6_000 }
    const input = { name: 'Nightly', sponsor: sponsor.id, purpose: 'analytics', endsAt, budgets }
    const { id } = (await people.call('member', 'POST', '/agents', input)).body
    const { token } = (await people.call('member', 'POST', `/agents/${id}/tokens`, {})).body
    const ask = { product: 'people', port: 'all', purpose: 'analytics', duration: 'P7D', for: id }
    await people.agreed((await people.call('member', 'POST', '/access-requests', ask)).body.id)
    const its = async (method: string, route: string, body?: unknown) => {
      const { status, text } = await restCall(method, route, { token, body })
      return { status, body: JSON.parse(text) }
    }
    const read = () => its('POST', '/query', { sql: 'select * from "people"."all" order by nr', format: 'json' })
    const found = async () => (await its('GET', '/products')).body.items.map(({ slug }: { slug: string }) => slug)
    const searched = async () =>
      Object.values<number>((await its('GET', '/search')).body.facets.type).reduce((sum, one) => sum + one, 0)
    expect((await read()).body.rows.length).toBe(4)
    const rows = `${reads}, resource is Rows::people::all`
    await people.govern(`@id("rows") forbid (principal is Member, ${rows}) unless { resource has country && resource.country == "DE" };
      @id("its") @mask("mail:partial, born:year") forbid (principal is Agent, ${rows});
      @id("theirs") @mask("mail:hash, pay:bucket(1000)") forbid (principal is Member, ${rows});
      @id("secret") forbid (principal is Member, action == Action::"discover", resource is Product) when { resource.tags.contains("secret") };`)
    expect((await read()).body.rows).toEqual([
      ['1', null, 'DE', '1000', '1990-01-01'],
      ['4', null, 'DE', '0', '1993-01-01'],
    ])
    expect([await found(), await searched()]).toEqual([['people'], 1])
    await people.govern(`@id("not them") forbid (principal == Member::"${sponsor.email}", ${reads}, resource is Port);`)
    const refused = await read()
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringContaining('an agent may no more than its sponsor'),
    ])
    // What policies give everyone, an agent still reads by its own grants alone.
    await people.govern(`@id("all") permit (principal, ${reads}, resource);`)
    const sql = 'select nr from "secrets"."all"'
    expect([
      (await people.query('member', sql)).status,
      (await its('POST', '/query', { sql, format: 'json' })).status,
    ]).toEqual([200, 403])
    await people.govern('')
    expect((await found()).sort()).toEqual(['people', 'secrets'])
  })
})

/** Rules over what may be found and read, of which a random few make a text. */
const rules = [
  `forbid (principal, action == Action::"discover", resource is Product) when { resource.tags.contains("secret") } unless { principal.role == "owner" };`,
  `forbid (principal in Role::"auditor", action == Action::"discover", resource == Product::"people");`,
  `forbid (principal, action == Action::"discover", resource is Product) when { resource.slug like "s*" && principal.role == "member" };`,
  `permit (principal in Role::"member", action == Action::"discover", resource in Domain::"sales");`,
  `forbid (principal, action == Action::"discover", resource in Domain::"sales") when { !principal.manages.contains(Domain::"sales") && principal.role == "steward" };`,
  german,
  `@mask("mail:partial") forbid (principal, ${reads}, resource is Rows::people::all) when { principal.role == "member" };`,
  `forbid (principal in Role::"publisher", ${reads}, resource is Port) when { resource.name == "all" };`,
  `permit (principal in Role::"auditor", ${reads}, resource is Rows::people::all) when { resource has pay && resource.pay < 100 };`,
]

describe('every surface', { timeout: 600_000 }, () => {
  const draw = chance(seed)
  for (let n = 0; n < 4; n++)
    test(`agrees for everyone, by random policies (${n + 1}, seed ${seed})`, async () => {
      const text = rules.filter(() => draw() < 0.4).join('\n')
      await people.govern(text)
      for (const as of who) {
        const listed: string[] = (await people.call(as, 'GET', '/products')).body.items.map(
          ({ slug }: { slug: string }) => slug,
        )
        const { body: found } = await people.call(as, 'GET', '/search')
        const facet = Object.values<number>(found.facets.type).reduce((sum, one) => sum + one, 0)
        const suggested = await people.call(as, 'GET', '/search/suggest?q=of the house')
        const got: string[] = []
        for (const slug of ['people', 'secrets'])
          if ((await people.call(as, 'GET', `/products/${slug}`)).status === 200) got.push(slug)
        const surfaces = {
          list: listed.sort(),
          get: got,
          hits: found.items.map(({ slug }: { slug: string }) => slug).sort(),
          suggested: suggested.body.items
            .flatMap((one: { type: string; slug?: string }) => (one.type === 'product' ? [one.slug] : []))
            .sort(),
        }
        const { list } = surfaces
        expect([text, as, surfaces, facet]).toEqual([
          text,
          as,
          { list, get: list, hits: list, suggested: list },
          list.length,
        ])
        await readsAgree(as, text)
      }
    })
})

/** Rows by SQL, by the port's own address and by a download; the profile tells values of what is plain alone. */
async function readsAgree(as: Who, text: string) {
  const sql = 'select * from "people"."all" order by nr'
  const [asked, rowsOf, file, profile] = [
    await people.query(as, sql),
    await people.call(as, 'GET', '/ports/people/all/rows'),
    await people.call(as, 'POST', '/query', { sql, format: 'csv' }),
    await people.call(as, 'GET', '/products/people/ports/all/profile'),
  ]
  expect([text, as, rowsOf.status === 200, file.status === 200]).toEqual([
    text,
    as,
    asked.status === 200,
    asked.status === 200,
  ])
  if (asked.status !== 200) return
  expect(rowsOf.body.rows.map(String).sort()).toEqual(asked.body.rows.map(String).sort())
  expect(file.text.trim().split('\n').length - 1).toBe(asked.body.rows.length)
  const whole = rows.map((row) => row.split(','))
  const values = asked.body.rows as (string | null)[][]
  const columns = profile.status === 200 ? profile.body.objects[0].columns : []
  for (const [at, { min }] of columns.entries()) {
    const plain = whole.every((row) => values.some((one) => (one[at] ?? '') === row[at]))
    expect([text, as, at, min !== null]).toEqual([text, as, at, plain && values.length === whole.length])
  }
}
