import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StrikesTenant, strikes, strikesTenant } from '@/prisma/seed/strikes-tenant'
import * as catalog from '@/server/catalog'
import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase, withOrg } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as observe from './index'
import type { IncidentDetail } from './schema'

// A port over a real file whose newer rows break a promise that does not block: what its people do about it, and whether it helped.

let { a, rest, sync } = {} as StrikesTenant
vi.setConfig({ testTimeout: 120_000 })
const only = async (): Promise<IncidentDetail> => {
  const [first] = (await rest('publisher', 'GET', '/incidents?product=strikes')).body.items
  return (await rest('publisher', 'GET', `/incidents/${first.id}`)).body
}
const adjust = async (kind: string, more: object = {}, who = 'publisher') =>
  rest(who, 'POST', `/incidents/${(await only()).id}/adjust`, { kind, note: 'Airports sent it twice.', ...more })
const undo = async (who = 'publisher') =>
  rest(who, 'POST', `/adjustments/${(await only()).adjustments[0]!.id}/undo`, {})
const shown = async () => (await rest('member', 'GET', '/products/strikes')).body
const rows = async () => shown().then(({ ports }) => ports[0].objects[0].pointer.rows)
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

beforeAll(async () => {
  ;({ a, rest, sync } = await strikesTenant('adjust-files'))
  for (const [slug, more] of [
    ['beside', strikes.replaceAll('strikes }', 'beside }').replaceAll('id: strikes', 'id: beside')],
    [
      'after',
      strikes
        .replace('contractId: strikes', 'contractId: after')
        .replaceAll('id: strikes', 'id: after')
        .replace('outputPorts', 'inputPorts: [{ name: in, version: 1.0.0, contractId: strikes }]\noutputPorts'),
    ],
  ] as const) {
    await product.save(a.publisher, { slug, written: product.readDocuments({ yaml: more }) })
    await product.publish(a.publisher, { slug })
  }
  await sync(5)
}, 120_000)
afterAll(closeDatabase)

describe('what hangs together with an incident', () => {
  it('is what came before it, and whom it reaches', async () => {
    const { upstream, affected } = await only()
    expect(upstream.map(({ kind, text }) => [kind, text])).toEqual([
      ['snapshot', 'strikes.csv was copied: 5 rows, 3 before.'],
    ])
    expect(affected.map(({ kind, name, slug, why }) => [kind, name ?? slug, why])).toEqual([
      ['product', 'Bird strikes', 'Shows the same data.'],
      ['product', 'Bird strikes', 'Reads this port.'],
      ['holder', 'member', 'Holds it for analytics.'],
    ])
  })

  it('is told as far as one may know of it', async () => {
    const { id } = await only()
    const { upstream, affected } = (await rest('member', 'GET', `/incidents/${id}`)).body
    expect(upstream).toEqual([])
    expect(affected.map(({ kind, id: who }: { kind: string; id: string }) => [kind, who]).at(-1)).toEqual([
      'holder',
      a.member.principal.id,
    ])
    const forbid = 'forbid (principal, action, resource == Product::"after") unless { principal.role == "owner" };'
    await policy.save(a.owner, { text: forbid })
    const hidden = (await rest('member', 'GET', `/incidents/${id}`)).body
    expect(JSON.stringify(hidden.affected)).not.toContain('Reads this port.')
    await policy.save(a.owner, { text: '' })
  })
})

describe('what is done about an incident', () => {
  it('is for those who publish, in words and within limits', async () => {
    expect((await adjust('degrade', {}, 'member')).status).toBe(403)
    expect((await adjust('degrade', {}, 'auditor')).status).toBe(403)
    expect((await adjust('degrade', { note: ' ' })).status).toBe(400)
    expect((await adjust('forget')).status).toBe(400)
    expect((await adjust('degrade', { until: inHours(1) })).body.error.details[0].path).toBe('until')
    for (const until of [undefined, inHours(-1), inHours(31 * 24)])
      expect((await adjust('pause', { until })).status).toBe(400)
    const { id, adjustments } = await only()
    expect(adjustments).toEqual([])
    for (const route of [`/incidents/${id}/adjust`, '/adjustments/adj_1/undo'])
      expect((await rest('other', 'POST', route, { kind: 'tell', note: 'x' })).status).not.toBe(200)
  })

  it('marks the port at once wherever it is shown, until that is undone', async () => {
    const done = (await adjust('degrade')).body as IncidentDetail
    expect(done.adjustments).toMatchObject([
      { kind: 'degrade', by: 'publisher', verdict: 'pending', reversible: true, undoneAt: null },
    ])
    expect(done.events.at(-1)).toMatchObject({ kind: 'adjusted', by: 'publisher', note: 'Airports sent it twice.' })
    const { items } = (await rest('publisher', 'GET', '/loop/products/strikes')).body
    expect(items.flatMap(({ events }: { events: object[] }) => events)).toContainEqual(
      expect.objectContaining({ kind: 'adjusted', done: 'degrade' }),
    )
    const mark = { port: 'all', kind: 'degraded', why: 'Airports sent it twice.', until: null }
    expect((await shown()).portMarks).toMatchObject([mark])
    expect(
      (await rest('member', 'GET', '/products')).body.items.find(({ slug }: { slug: string }) => slug === 'strikes')
        .portMarks,
    ).toMatchObject([mark])
    const { id } = await shown()
    await catalog.indexEntry(a.scope, id, () => product.describe(a.scope, id))
    expect(
      (await rest('member', 'GET', '/search?q=strikes')).body.items.find(
        ({ slug }: { slug: string }) => slug === 'strikes',
      ).portMarks,
    ).toMatchObject([mark])
    expect((await adjust('degrade')).status).toBe(409)
    expect((await undo('member')).status).toBe(403)
    expect((await undo()).body.adjustments[0]).toMatchObject({ undoneBy: 'publisher', reversible: false })
    expect((await shown()).portMarks).toEqual([])
    expect((await undo()).status).toBe(409)
    expect((await only()).adjustments[0]).toMatchObject({ verdict: 'no_change' })
  })

  it('tells those who hold the port', async () => {
    const done = (await adjust('tell', { note: 'Leave out Sunday.' })).body as IncidentDetail
    expect(done.adjustments[0]).toMatchObject({ kind: 'tell', outcome: { told: 1 }, reversible: false })
    const { items } = await notify.list(a.scope, a.member.principal.id, { limit: 50 })
    expect(items[0]).toMatchObject({ kind: 'observe/port.told', body: 'Leave out Sunday.' })
    expect((await undo()).body.error.message).toBe('This cannot be taken back.')
  })

  it('opens a version in which the promise can be changed, once', async () => {
    const done = (await adjust('new_version')).body as IncidentDetail
    expect(done.adjustments[0]).toMatchObject({ outcome: { version: '1.0.1' } })
    expect((await rest('publisher', 'GET', '/products/strikes?version=draft')).body).toMatchObject({ version: '1.0.1' })
    expect((await adjust('new_version')).body.adjustments[0]).toMatchObject({ outcome: { version: '1.0.1' } })
  })

  it('reads the sources again', async () => {
    const done = (await adjust('rerun')).body as IncidentDetail
    const [run] = done.adjustments[0]!.outcome.runs!
    expect(await ingestion.getRun(a.scope, run!)).toMatchObject({ state: 'queued' })
    while (!(await ingestion.advanceRun(a.scope, run!, 300)).ended);
  })

  it('takes the port back to the rows before, and says at once that it helped', async () => {
    expect(await rows()).toBe(5)
    const done = (await adjust('roll_back')).body as IncidentDetail
    expect(await rows()).toBe(3)
    expect(done).toMatchObject({ state: 'resolved', resolvedAs: 'fixed' })
    expect(done.adjustments[0]).toMatchObject({ kind: 'roll_back', verdict: 'helped', verdictWhy: 'It is kept again.' })
    // What was done before it is not its merit.
    expect(done.adjustments.slice(1).map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['rerun', 'no_change'],
      ['new_version', 'no_change'],
      ['new_version', 'no_change'],
      ['tell', 'no_change'],
      ['degrade', 'no_change'],
    ])
    expect((await shown()).promise).toMatchObject({
      state: 'stale',
      text: 'Newer rows are held back: Rolled back: Airports sent it twice.',
    })
    // By itself it does not go forward to the rows it was taken back from.
    await product.advancePorts(a.scope)
    expect(await rows()).toBe(3)
    expect((await adjust('degrade')).status).toBe(409)
  })

  it('that was taken back goes forward again', async () => {
    await observe.watchProduct(a.scope, 'beside')
    expect((await undo()).body).toMatchObject({
      state: 'regressed',
      adjustments: [{ undoneBy: 'publisher' }, {}, {}, {}, {}, {}],
    })
    expect(await rows()).toBe(5)
    // It came back after the same was seen beside it.
    const beside = (await rest('publisher', 'GET', '/incidents?product=beside')).body.items[0]
    expect((await only()).upstream).toContainEqual(
      expect.objectContaining({ kind: 'incident', incident: beside.id, text: 'Bird strikes: Few beside.' }),
    )
    await adjust('roll_back')
    expect(await rows()).toBe(3)
    await sync(6)
    expect(await rows()).toBe(6)
    expect((await undo()).body.error.message).toContain('there is nothing to undo')
  })

  it('goes back further, and says where there is nothing to go back to', async () => {
    expect((await only()).state).toBe('regressed')
    expect((await adjust('roll_back')).body.adjustments[0].verdict).toBe('pending')
    expect(await rows()).toBe(5)
    await adjust('roll_back')
    expect(await rows()).toBe(3)
    await product.advancePorts(a.scope)
    expect(await rows()).toBe(3)
    await sync(7)
    // As if older copies had been cleared meanwhile.
    await withOrg(a.scope, (tx) => tx.snapshot.updateMany({ where: { rows: { lt: 7 } }, data: { state: 'held' } }))
    expect(await adjust('roll_back')).toMatchObject({ status: 409 })
  })

  it('ends its mark with the incident', async () => {
    await adjust('degrade')
    expect((await shown()).portMarks).toHaveLength(1)
    await rest('publisher', 'POST', `/incidents/${(await only()).id}/resolve`, { as: 'expected', note: 'So it is.' })
    expect((await shown()).portMarks).toEqual([])
    expect((await only()).adjustments[0]).toMatchObject({ kind: 'degrade', undoneBy: null })
    expect((await only()).adjustments[0]!.undoneAt).not.toBeNull()
  })
})
