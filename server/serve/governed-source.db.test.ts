import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { watchGrants } from '@/jobs/watch-grants'
import { reads } from '@/prisma/seed/governed-people'
import { everyMask, GovernedSource, german, masked, rowRule } from '@/prisma/seed/governed-source'
import * as access from '@/server/access'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'

/** What policies hide and mask is hidden and masked in the source too, for the one who signs in there. */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let made: GovernedSource
beforeAll(async () => {
  made = await GovernedSource.make('governed_source')
})
afterAll(async () => {
  await made?.close()
  await closeDatabase()
})

describe('the source shows what the portal shows', () => {
  const cases: [string, string, number][] = [
    ['without policies', '', 5],
    ['rows left out', german, 3],
    ['every mask', everyMask, 5],
    ['rows left out, and every mask', german + everyMask, 3],
    [
      'a mask in some rows alone',
      rowRule(
        'masked abroad',
        'unless { resource has country && resource.country == "DE" }',
        '@mask("mail:partial, pay:null") ',
      ),
      5,
    ],
    ['texts as dots, numbers as nothing', masked('*:full'), 5],
    ['every column as its hash', masked('*:hash'), 5],
    [
      'rows by sums, times and patterns',
      rowRule(
        'by sums',
        'unless { resource has pay && resource.pay * 2 + 1 > 200 && resource has mail && resource.mail like "*@*example*" }',
      ),
      3,
    ],
    [
      'rows by dates',
      rowRule(
        'by dates',
        'unless { resource has born && resource.born >= datetime("1990-05-17") && resource.born < datetime("1992-07-19") }',
      ),
      2,
    ],
    [
      'texts with quotes and what looks like our own words',
      rowRule('quotes', `unless { resource has mail && resource.mail != "{{key}} ' or true --" }`),
      4,
    ],
    [
      'by surface, whoever reads where',
      rowRule('surfaces', 'when { context.surface == "nowhere" || principal.role == "owner" }'),
      5,
    ],
  ]
  for (const [what, text, count] of cases)
    test(what, async () => {
      await made.governed(text)
      const [source, portal] = [await made.inSource(), await made.inPortal()]
      expect(source).toEqual(portal)
      expect(source).toHaveLength(count)
    })

  test('and the proof has read a masked value and counted hidden rows', async () => {
    await made.governed(german + everyMask)
    await made.watch()
    const { proofs: all } = await made.grant()
    const proofs = all.filter(({ at }) => at === all[0]!.at)
    expect(proofs.every(({ ok }) => ok)).toBe(true)
    const said = proofs.map(({ statement, outcome }) => `${statement.replace(/people_\w+/, 'people')}: ${outcome}`)
    expect(said).toEqual(
      expect.arrayContaining([
        'select count(*) from stoa_grants.people: shows 3 rows; 3 of 5 are within the grant',
        ...['mail', 'pay', 'born', 'seen'].map(
          (column) => `select "${column}" from stoa_grants.people: shows the mask of a value, and not the value`,
        ),
        'the keys of masks: are those of now',
      ]),
    )
    expect(JSON.stringify(proofs)).not.toMatch(/@example|1234|5678/)
  })

  test('but not where a column is hidden: it is refused there', async () => {
    await made.governed(
      `@id("no pay") forbid (principal, ${reads}, resource is Column) when { resource.name == "pay" };`,
    )
    const client = await made.signedIn()
    await expect(client.query(`select pay from ${made.view}`)).rejects.toMatchObject({ code: '42703' })
    expect((await client.query(`select * from ${made.view}`)).fields.map((field) => field.name)).not.toContain('pay')
    await client.end()
    expect((await made.grant()).proofs.map(({ statement }) => statement)).toContain(
      'select "pay" from "public"."people" limit 1',
    )
  })
})

describe('a change of policies', () => {
  test('is told at once to whoever looks after sources', () => {
    const events = watchGrants.opts.triggers?.map((trigger) => (trigger as { event: string }).event)
    expect(events).toContain(policy.policiesChanged.name)
  })

  test('ends what is open under the older ones, cursors too, and keeps the credentials', async () => {
    await made.governed('')
    const cursor = await made.signedIn()
    await cursor.query(`begin; declare c cursor for select * from ${made.view}`)
    expect((await cursor.query('fetch 1 from c')).rowCount).toBe(1)
    await made.governed(german)
    await expect(cursor.query('fetch 1 from c')).rejects.toThrow()
    expect(await made.inSource()).toHaveLength(3)
    const history = (await made.grant()).history.map(({ state }) => state)
    expect(history.slice(-2)).toEqual(['drifted', 'active'])
  })

  test('that denies the port closes the source, proven, until it is taken back', async () => {
    await made.governed('')
    await made.govern(`@id("nobody") forbid (principal, ${reads}, resource == Port::"staff/people");`)
    expect(await made.watch()).toBe('drifted')
    await expect(made.signedIn()).rejects.toThrow()
    const closed = await made.grant()
    expect(closed.problem).toBe('Policies do not let its holder read it now (nobody).')
    expect(closed.proofs[0]).toMatchObject({ occasion: 'suspended', kind: 'refused', ok: true })
    expect(await made.watch()).toBe('drifted')
    expect(await made.told()).toEqual([
      ['access/grant.suspended', expect.stringMatching(/^Policies do not let its holder read it now \(nobody\)\./)],
    ])
    await expect(access.rotateCredentials(made.a.member, made.id)).rejects.toMatchObject({ code: 'conflict' })
    await made.govern('')
    expect(await made.watch()).toBe('active')
    expect(await made.watch()).toBe('active')
    expect((await made.told()).map(([kind]) => kind)).toEqual(['access/grant.resumed', 'access/grant.suspended'])
    await made.rotate()
    expect(await made.inSource()).toHaveLength(5)
  })

  test.each([
    ['asks what time it is', 'when { context.time < datetime("2100-01-01") }', 'asks what time it is'],
    [
      'asks for it in a rule about other rows only',
      'when { principal.role == "owner" && context.time < datetime("2100-01-01") }',
      'asks what time it is',
    ],
  ])('that no view could keep (it %s) closes it as well', async (_, when, words) => {
    await made.governed('')
    await made.govern(rowRule('timed', when))
    expect(await made.watch()).toBe('drifted')
    expect((await made.grant()).problem).toContain(words)
    await expect(made.signedIn()).rejects.toThrow()
    await made.govern(
      `@id("timed elsewhere") forbid (principal, ${reads}, resource is Rows::staff::people) when { principal.role == "owner" };`,
    )
    expect(await made.watch()).toBe('active')
    await made.rotate()
  })

  test('while the source has become another than its copy closes it, for policies speak of the copy', async () => {
    await made.governed(german)
    await made.there.source.sql(`alter table people add column moved text`)
    expect(await made.watch()).toBe('active')
    await made.watch()
    await made.there.source.asSuperuser('drop schema stoa_grants cascade')
    await made.there.source.sql(`alter table people alter column land type int using null`)
    expect(await made.watch()).toBe('drifted')
    expect((await made.grant()).problem).toContain('land of public.people is INTEGER in the source now')
    await expect(made.signedIn()).rejects.toThrow()
    await made.there.source.sql(
      `alter table people alter column land type varchar(20) using case when id in (1, 4, 5) then 'DE' when id = 2 then 'FR' end`,
    )
    expect(await made.watch()).toBe('active')
    await made.rotate()
    expect(await made.inSource()).toHaveLength(3)
  })

  test('finds keys of masks that were changed by hand', async () => {
    await made.governed(everyMask)
    const before = await made.inSource()
    await made.there.source.asSuperuser(`update stoa_grants.mask_key set value = 'mine'`)
    expect(await made.watch()).toBe('active')
    expect(await made.inSource()).toEqual(before)
  })
})
