import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedEntries } from '@/prisma/seed/judged-catalog'
import { inStep, searchEngines } from '@/scripts/test/search-engine'
import { type Entry, indexEntry, mintVisibility, mirror, reconcile, search, standing } from '@/server/catalog'
import { closeDatabase, mintScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'

const engines = await searchEngines()
const { absent, server, use, stop } = engines.find(({ name }) => name === 'meilisearch')!
const missing = absent ?? (server ? null : 'its server is not ours to stop')
if (missing && !absent) console.log(`\nThe faults of the search engine are SKIPPED: ${missing}.`)

const scope = mintScope(newId('organisation'))
const other = mintScope(newId('organisation'))
const member = mintVisibility({ all: false, published: true, domains: [] })
const find = (q: string, of = scope) => search(of, member, { q })
const put = (one: Entry, of = scope) => indexEntry(of, one.id, async () => one)
/** Until the engine of the settings answers again, as searches and the job bring it about. */
async function healed(within: number): Promise<number> {
  const began = Date.now()
  while (Date.now() - began < within) {
    const { engine } = await find('bird')
    if (engine === 'meilisearch') return Date.now() - began
    await mirror(scope).catch(() => undefined)
    await sleep(200)
  }
  throw new Error('it did not heal')
}

afterAll(async () => {
  await stop()
  await closeDatabase()
})

describe.skipIf(missing)('a search engine that', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    use()
    for (const one of judgedEntries.slice(0, 8)) await put(one)
    for (const one of judgedEntries.slice(8, 10)) await put(one, other)
    await inStep(scope)
    await inStep(other)
  })

  test('does not answer is stood in for at once, with a notice, and taken back by itself', async () => {
    await server!.kill()
    const found = await find('bird strikes')
    expect(found).toMatchObject({ engine: 'postgresql', items: [{ slug: 'bird-strikes' }], notice: expect.any(String) })
    expect(await standing(scope)).toMatchObject({ engine: 'meilisearch', state: 'away' })
    await put({ ...judgedEntries[0]!, id: 'prd_away', slug: 'away', title: 'Made while away' })
    await put({ ...judgedEntries[1]!, status: 'draft' })
    expect((await find('made while away')).items[0]?.slug).toBe('away')
    await server!.begin()
    expect(await healed(60_000)).toBeLessThan(60_000)
    expect((await find('made while away')).items[0]?.slug).toBe('away')
    expect((await find('wildlife sightings')).items.map(({ slug }) => slug)).not.toContain('wildlife-sightings')
  })

  test('hangs is left alone after two seconds', async () => {
    server!.pause()
    const began = Date.now()
    const found = await find('bird strikes')
    expect([found.engine, found.items[0]?.slug]).toEqual(['postgresql', 'bird-strikes'])
    expect(Date.now() - began).toBeLessThan(10_000)
    // The next one does not wait for it again.
    const again = Date.now()
    await find('bird strikes')
    expect(Date.now() - again).toBeLessThan(2000)
    server!.resume()
    await healed(60_000)
  })

  test('has lost its files is filled anew, for each organisation', async () => {
    await server!.kill()
    server!.lose()
    await server!.begin()
    await healed(60_000)
    expect((await find('aircraft', other)).engine).toBe('postgresql')
    await inStep(other)
    expect((await find('aircraft', other)).engine).toBe('meilisearch')
    expect((await find('bird strikes')).items[0]?.slug).toBe('bird-strikes')
  })

  test('was put back to an earlier state shows nothing of it', async () => {
    const one: Entry = { ...judgedEntries[0]!, id: 'prd_earlier', slug: 'earlier', title: 'Earlier thing' }
    await put(one)
    await inStep(scope)
    await server!.kill()
    server!.keep()
    await server!.begin()
    await healed(60_000)
    await put({ ...one, status: 'draft' })
    await inStep(scope)
    expect((await find('earlier thing')).total).toBe(0)
    await server!.kill()
    server!.bringBack()
    await server!.begin()
    expect((await find('earlier thing')).total).toBe(0)
    await healed(60_000)
    const found = await find('earlier thing')
    expect([found.engine, found.total]).toEqual(['meilisearch', 0])
  })

  test('was changed by another hand shows nothing hidden, and is mended once it is compared', async () => {
    const index = await indexOf()
    const documents = (await call('GET', `/indexes/${index}/documents?limit=100`)) as {
      results: { pk: string; id?: string }[]
    }
    const victim = documents.results.find(({ id }) => id === judgedEntries[0]!.id)!
    await change('DELETE', `/indexes/${index}/documents/${victim.pk}`)
    const draft = documents.results.find(({ id }) => id === judgedEntries[1]!.id)!
    await change('PUT', `/indexes/${index}/documents`, [{ pk: draft.pk, published: true }])
    expect((await find('wildlife sightings')).items.map(({ slug }) => slug)).not.toContain('wildlife-sightings')
    expect((await reconcile(scope)).differing).toBe(1)
    await inStep(scope)
    expect((await reconcile(scope)).differing).toBe(0)
    expect(await find('bird strikes')).toMatchObject({ engine: 'meilisearch', items: [{ slug: 'bird-strikes' }] })
  })
})

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${server!.key}`, 'content-type': 'application/json' }
  const asked = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }
  return (await fetch(`${server!.url}${path}`, asked)).json()
}

/** Until the server has done what it put off. */
async function change(method: string, path: string, body?: unknown) {
  const { taskUid } = (await call(method, path, body)) as { taskUid: number }
  for (const open = ['enqueued', 'processing']; ; await sleep(50)) {
    const { status } = (await call('GET', `/tasks/${taskUid}`)) as { status: string }
    if (!open.includes(status)) return expect(status).toBe('succeeded')
  }
}

async function indexOf(): Promise<string> {
  const { results } = (await call('GET', '/indexes')) as { results: { uid: string }[] }
  return results.find(({ uid }) => uid.startsWith('stoa_'))!.uid
}
