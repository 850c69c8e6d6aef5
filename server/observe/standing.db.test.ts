import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { chance, seed } from '@/scripts/test/chance'
import * as notify from '@/server/notify'
import { closeDatabase, withOrg } from '@/server/platform/db'
import * as observe from './index'
import type { Found } from './look'
import { insertMeasurements } from './measurement-store'
import type { Bucket, Expectation, MeasurementState } from './schema'
import { settleLook } from './settle-look'
import * as store from './store'

// What measurements add up to, who is told of what is broken, and what is forgotten, of looks that are made up.

let a: Tenant
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
const [MINUTE, DAY] = [60_000, 86_400_000]
const begin = Date.parse('2026-03-01T00:00:00Z')
const about = { id: 'prd_looked', slug: 'looked', title: 'Looked at', ownerId: '' }

const found = (key: string, state: MeasurementState, value: number | null = 1): Found => ({
  ...{ key, port: 'rows', object: null, column: null, kind: 'quality', title: key, expected: 'must be 0' },
  ...{ severity: 'warning', state, value, low: null, high: 10, detail: null },
  cause: { key, title: key, text: `Measured ${value}.` },
})
async function look(at: number, found: readonly Found[]) {
  await settleLook(a.scope, { product: about, port: 'rows', kinds: ['quality'], found, at: new Date(at) })
}
const promise = async (key: string): Promise<Expectation> =>
  (await observe.listLines(a.scope, { productId: about.id, whole: true })).items.find(({ title }) => title === key)!
const told = async () =>
  (await notify.list(a.scope, a.publisher.principal.id, { limit: 200 })).items
    .filter(({ kind }) => kind.startsWith('observe/'))
    .map(({ title }) => title.replace(/^.*: /, ''))
    .sort()

beforeAll(async () => {
  await owner.connect()
  ;({ a } = await twoTenants())
  about.ownerId = a.publisher.principal.id
  await owner.query(
    `insert into product (org_id, id, slug, domain_id, owner_id, title, tags, status, created_at, updated_at)
      values ($1, $2, 'looked', $3, $4, 'Looked at', '{}', 'published', now(), now())`,
    [a.scope.orgId, about.id, a.domain.id, about.ownerId],
  )
  await withOrg(a.scope, () => store.holdWatched(a.scope, about.id))
}, 120_000)
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  await owner.end()
  await closeDatabase()
})

describe('days', () => {
  it(`add up to what was measured, in whatever order and however often it is written (seed ${seed})`, async () => {
    const draw = chance(seed)
    const of = <T>(...choices: T[]) => choices[Math.floor(draw() * choices.length)]!
    await look(begin, [found('one', 'kept', 3), found('two', 'unknown', null)])
    const ids = [(await promise('one')).id, (await promise('two')).id]
    const written: { id: string; at: number }[] = []
    for (let n = 0; n < 150; n++) {
      const again = n % 5 === 4 ? of(...written) : undefined
      const at = again?.at ?? begin + Math.floor(draw() * 12) * (DAY / 3)
      const rows = (again ? [again.id] : of(ids, ids.slice(0, 1))).map((id) => {
        const state = of<MeasurementState>('kept', 'broken', 'unknown')
        const value = state === 'unknown' ? null : Math.round(draw() * 20) - 5
        return { expectationId: id, state, value, low: of(null, 0), high: of(null, 10), detail: null }
      })
      await insertMeasurements(a.scope, rows, new Date(at))
      written.push(...rows.map(({ expectationId }) => ({ id: expectationId, at })))
    }
    const { rows: days } = await owner.query(
      `select expectation_id, day::text, kept, broken, unknown, least, greatest, last_at, value, low, high from measured_day
        where org_id = $1 order by 1, 2`,
      [a.scope.orgId],
    )
    const { rows: summed } = await owner.query(
      `select expectation_id, (at at time zone 'UTC')::date::text as day, (count(*) filter (where state = 'kept'))::int as kept,
          (count(*) filter (where state = 'broken'))::int as broken, (count(*) filter (where state = 'unknown'))::int as unknown,
          min(value) as least, max(value) as greatest, max(at) as last_at, (array_agg(value order by at desc))[1] as value,
          (array_agg(low order by at desc))[1] as low, (array_agg(high order by at desc))[1] as high
        from measurement where org_id = $1 group by 1, 2 order by 1, 2`,
      [a.scope.orgId],
    )
    expect(days).toEqual(summed)
    const { rows: newest } = await owner.query(
      `select e.id from expectation e join lateral (select at, value, state from measurement where org_id = e.org_id
          and expectation_id = e.id order by at desc limit 1) m on true
        where e.org_id = $1 and (e.last_at, e.last_state) = (m.at, m.state) and e.last_value is not distinct from m.value`,
      [a.scope.orgId],
    )
    expect(newest.map(({ id }) => id).sort()).toEqual([...ids].sort())
  })

  it('of what was measured before there were days are made by the migration', async () => {
    const all = async () => [
      (await owner.query('select * from measured_day order by org_id, expectation_id, day')).rows,
      (await owner.query('select id, last_at, last_value, last_state from expectation order by id')).rows,
    ]
    const before = await all()
    await owner.query('delete from measured_day')
    await owner.query('update expectation set last_at = null, last_value = null, last_state = null')
    const text = readFileSync('prisma/migrations/20261127030000_standing/migration.sql', 'utf8')
    const fills = text
      .split(';')
      .filter((statement) => /^\s*(insert into measured_day|update expectation)/m.test(statement))
    expect(fills).toHaveLength(2)
    for (const fill of fills) await owner.query(fill)
    expect(await all()).toEqual(before)
  })

  it('and hours are what a line is drawn by, however much was measured', async () => {
    const day = begin + 20 * DAY
    await look(day, [found('dense', 'kept', 0)])
    const { id } = await promise('dense')
    await owner.query(
      `insert into measurement (org_id, expectation_id, at, value, high, state)
        select $1, $2, to_timestamp($3 / 1000.0) + n * interval '10 seconds', n % 100, 50, case when n % 1000 = 999 then 'broken' else 'kept' end
          from generate_series(1, 100000) n`,
      [a.scope.orgId, id, day],
    )
    const ask = {
      whole: true,
      of: { expectationId: id },
      from: new Date(day).toISOString(),
      to: new Date(day + 30 * DAY).toISOString(),
    }
    const hours = (await observe.listMeasurements(a.scope, { ...ask, bucket: 'hour' })) as Bucket[]
    expect(hours).toHaveLength(278)
    expect(hours.reduce((all, { kept, broken }) => all + kept + broken, 0)).toBe(100_001)
    expect(hours[0]).toMatchObject({
      at: new Date(day).toISOString(),
      least: 0,
      greatest: 99,
      value: 59,
      state: 'kept',
    })
    expect(hours[2]).toMatchObject({ broken: 1, state: 'broken', high: 50 })
    expect(await observe.listMeasurements(a.scope, ask)).toHaveLength(2_000)
    const days = await observe.listMeasurements(a.scope, { ...ask, of: { productId: about.id }, bucket: 'day' })
    expect(days).toMatchObject([{ expectation: id, at: new Date(day).toISOString(), kept: 1 }])
  })
})

describe('who is told', () => {
  const week = begin + 40 * DAY
  const until = (days: number) => new Date(Date.now() + days * DAY).toISOString()

  it('is nobody while each promise that is broken is muted, and whoever it is as soon as that ends', async () => {
    await look(week, [found('muted', 'kept')])
    const { id } = await promise('muted')
    for (const days of [-1, 91])
      await expect(observe.mute(a.publisher, { id, until: until(days), why: 'x' })).rejects.toMatchObject({
        code: 'invalid',
      })
    await observe.mute(a.publisher, { id, until: until(90), why: 'Being rebuilt.' })
    expect((await promise('muted')).muted).toMatchObject({ why: 'Being rebuilt.', by: 'publisher' })
    const before = await told()
    await look(week + MINUTE, [found('muted', 'broken')])
    await look(week + 2 * MINUTE, [found('muted', 'broken')])
    expect(await told()).toEqual(before)
    const [incident] = (await observe.listNeeding(a.scope, { sees: () => true, product: 'looked', limit: 1 })).items
    expect(incident).toMatchObject({ title: 'muted', state: 'open', seen: 2 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90 * DAY + MINUTE })
    expect((await promise('muted')).muted).toBeNull()
    await look(week + 3 * MINUTE, [found('muted', 'broken')])
    expect(await told()).toEqual(['muted', ...before].sort())
    await look(week + 4 * MINUTE, [found('muted', 'broken')])
    expect(await told()).toEqual(['muted', ...before].sort())
    const sight = { principalId: a.publisher.principal.id, finds: () => true, sees: () => true }
    const ended = await observe.getIncident(a.scope, { id: incident!.id, whole: true, sight })
    expect(ended.events.map(({ kind }) => kind)).toEqual(['opened'])
    await look(week + 5 * MINUTE, [found('muted', 'kept')])
  })

  it('is heard again when somebody unmutes it, and only once of what somebody has taken up', async () => {
    await look(week + DAY, [found('unmuted', 'kept')])
    const { id } = await promise('unmuted')
    await observe.mute(a.publisher, { id, until: until(7), why: 'x' })
    await look(week + DAY + MINUTE, [found('unmuted', 'broken')])
    const before = await told()
    const { items } = await observe.listNeeding(a.scope, { sees: () => true, product: 'looked', limit: 1 })
    await observe.acknowledge(a.publisher, { id: items[0]!.id })
    await observe.unmute(a.publisher, id)
    await observe.unmute(a.publisher, id)
    await look(week + DAY + 2 * MINUTE, [found('unmuted', 'broken')])
    expect(await told()).toEqual(before)
    await look(week + DAY + 3 * MINUTE, [found('unmuted', 'kept')])
    await look(week + DAY + 4 * MINUTE, [found('unmuted', 'broken')])
    expect(await told()).toEqual(['unmuted', ...before].sort())
    await look(week + DAY + 5 * MINUTE, [found('unmuted', 'kept')])
    const { rows } = await owner.query(
      `select action from audit_entry where org_id = $1 and action like 'expectation.%' and detail->>'expectation' = $2 order by id`,
      [a.scope.orgId, id],
    )
    expect(rows.map(({ action }) => action)).toEqual(['expectation.muted', 'expectation.unmuted'])
  })

  it('is nobody where five alarms of it were false, until one was fixed', async () => {
    let at = week + 3 * DAY
    const next = () => (at += MINUTE)
    const round = async (as: 'false_alarm' | 'fixed') => {
      await look(next(), [found('jumpy', 'broken')])
      const { items } = await observe.listNeeding(a.scope, { sees: () => true, product: 'looked', limit: 1 })
      await observe.resolve(a.publisher, { id: items[0]!.id, as, note: 'x' })
      await look(next(), [found('jumpy', 'kept')])
      return (await told()).filter((title) => title === 'jumpy').length
    }
    for (let n = 1; n <= 5; n++) expect(await round('false_alarm')).toBe(n)
    expect((await promise('jumpy')).imprecise).toBe(true)
    expect(await round('fixed')).toBe(5)
    expect((await promise('jumpy')).imprecise).toBe(false)
    expect(await round('false_alarm')).toBe(6)
    expect((await promise('jumpy')).imprecise).toBe(true)
    const { precision, median } = await observe.getStanding(a.scope, { sees: () => true })
    expect(precision).toMatchObject({ fixed: 1, falseAlarms: 6, share: 1 / 7 })
    expect(median.detect.of).toBe(0)
  })

  it('is a matter of how long a fault was there to be seen', async () => {
    const since = new Date(Date.now() - 7_200_000)
    const one = { product: about, port: 'rows', kinds: ['quality'] as const, found: [found('late', 'broken')] }
    await settleLook(a.scope, { ...one, at: new Date(Date.now() - MINUTE), since })
    const { median, kept } = await observe.getStanding(a.scope, { sees: () => true })
    expect(median.detect.of).toBe(1)
    expect(median.detect.seconds).toBeGreaterThanOrEqual(7_200)
    expect(median.detect.seconds).toBeLessThan(7_260)
    expect(kept).toEqual({ thisWeek: { days: 1, kept: 0, share: 0 }, lastWeek: { days: 0, kept: 0, share: null } })
  })
})

describe('what was measured long ago', () => {
  it('is forgotten, but for what an incident that is not resolved stands on; days stay for two years', async () => {
    const write = (key: string) =>
      owner.query(
        `insert into measurement (org_id, expectation_id, at, value, state) select org_id, id, now() - n * interval '1 day', n, 'kept'
          from expectation, generate_series(1, 300) n where org_id = $1 and key = $2`,
        [a.scope.orgId, key],
      )
    const now = Date.now()
    await look(now - 800 * DAY, [found('old', 'kept'), found('open', 'kept')])
    await look(now - 200 * DAY, [found('old', 'kept'), found('open', 'broken')])
    await write('old')
    await write('open')
    const count = async (table: string, key: string) =>
      (
        await owner.query(
          `select count(*)::int as n from ${table} m join expectation e on e.org_id = m.org_id and e.id = m.expectation_id
            where e.org_id = $1 and e.key = $2`,
          [a.scope.orgId, key],
        )
      ).rows[0].n
    const gone = await observe.pruneMeasurements(a.scope)
    expect(gone.measurements).toBeGreaterThan(100_000)
    expect(gone.days).toBe(2)
    expect([await count('measurement', 'old'), await count('measurement', 'open')]).toEqual([89, 201])
    expect([await count('measured_day', 'old'), await count('measured_day', 'open')]).toEqual([1, 1])
    expect(await observe.pruneMeasurements(a.scope)).toEqual({ measurements: 0, days: 0 })
    expect((await promise('open')).last).toMatchObject({ state: 'broken' })
  }, 60_000)
})
