import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as agents from '@/server/agent'
import { closeDatabase } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as catalog from './index'
import type { Searched } from './schema'

let a: Tenant
let b: Tenant
const day = 86_400_000

const note = (actor: Actor, said: Partial<Searched>) => {
  const search = { q: '', filters: {}, ...said, principal: actor.principal }
  return catalog.noteSearch(actor.scope, policy.visibility(actor.principal), search)
}
const recent = async ({ scope, principal }: Actor) =>
  (await catalog.listRecent(scope, principal.id)).map(({ q, filters }) => [q, filters])
const words = async (actor: Actor) => (await recent(actor)).map(([q]) => q)
const popular = ({ scope, principal }: Actor) => catalog.listPopular(scope, policy.visibility(principal))
const everyone = ({ owner, publisher, steward, auditor, member }: Tenant) => [
  owner,
  publisher,
  steward,
  auditor,
  member,
]
const publish = async (title: string, more: Partial<catalog.Entry> = {}) => {
  const id = newId('product')
  const entry = { id, type: 'data' as const, slug: `slug-of-${id.slice(-8)}`, title, purpose: '', description: '' }
  const rest = { owner: null, tags: [], status: 'published' as const, version: '1.0.0', columns: [], context: '' }
  const made = { domain: a.domain, promise: null, changedAt: new Date().toISOString(), ...entry, ...rest, ...more }
  await catalog.indexEntry(a.scope, id, async () => made)
  return id
}

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  await policy.load(a.scope)
  await policy.load(b.scope)
}, 60_000)
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

describe('one’s last searches', () => {
  it('are ten, the newest first, each once', async () => {
    for (let n = 0; n < 12; n++) await note(a.member, { q: `search ${String.fromCharCode(97 + n)}` })
    await note(a.member, { q: 'The SEARCH  e?' })
    const kept = await words(a.member)
    expect(kept).toEqual(['The SEARCH  e?', ...'lkjihgfdc'.split('').map((letter) => `search ${letter}`)])
  })

  it('hold what narrowed them, and leave out what asks for nothing or was half typed', async () => {
    for (const q of ['fl', 'flight de', 'Flight delays']) await note(a.steward, { q })
    await note(a.steward, { q: ' ' })
    await note(a.steward, { filters: { sort: 'title' } })
    await note(a.steward, { filters: { tag: 'airports' } })
    await note(a.steward, { q: 'Flight delays', filters: { tag: 'airports', sort: 'changed' } })
    await note(a.steward, { q: 'x'.repeat(201) })
    expect(await recent(a.steward)).toEqual([
      ['Flight delays', { tag: 'airports', sort: 'changed' }],
      ['', { tag: 'airports' }],
      ['Flight delays', {}],
    ])
  })

  it('are seen and erased by oneself alone', async () => {
    const mine = await catalog.listRecent(a.scope, a.member.principal.id)
    expect(await words(a.owner)).toEqual([])
    await expect(catalog.forgetRecent(a.scope, a.owner.principal.id, [mine[0]!.id])).rejects.toThrow('no such recent')
    await expect(catalog.forgetRecent(b.scope, b.owner.principal.id, [mine[0]!.id])).rejects.toThrow('no such recent')
    await catalog.forgetRecent(a.scope, a.member.principal.id, [mine[0]!.id])
    expect(await words(a.member)).toHaveLength(9)
    await catalog.forgetRecent(a.scope, a.member.principal.id)
    expect(await words(a.member)).toEqual([])
    expect(await words(a.steward)).toHaveLength(3)
  })

  it('are not kept of agents', async () => {
    const budgets = { rowsPerDay: 10, callsPerMinute: 10 }
    const endsAt = new Date(Date.now() + 30 * day).toISOString()
    const input = { name: 'Seeker', sponsor: a.member.principal.id, purpose: 'analytics', endsAt, budgets }
    const found = await agents.loadPrincipal(a.scope, (await agents.create(a.member, input)).id)
    if (!found.ok) throw new Error(found.reason)
    await note({ ...a.member, principal: found.principal }, { q: 'by an agent' })
    expect([await words(a.member), await catalog.listRecent(a.scope, found.principal.id)]).toEqual([[], []])
  })
})

describe('saved searches', () => {
  const save = ({ scope, principal }: Actor, name: string) =>
    catalog.saveSearch(scope, principal.id, { name, q: 'delays', filters: { tag: 'airports' } })

  it('have each a name of its own, and are seen and removed by oneself alone', async () => {
    const { id } = await save(a.member, 'Delays')
    await save(a.owner, 'Delays')
    await expect(save(a.member, 'Delays')).rejects.toThrow('named Delays already')
    const saved = await catalog.listSaved(a.scope, a.member.principal.id)
    expect(saved).toEqual([{ id, name: 'Delays', q: 'delays', filters: { tag: 'airports' } }])
    for (const { scope, principal } of [a.owner, b.owner])
      await expect(catalog.removeSaved(scope, principal.id, id)).rejects.toThrow('no such saved search')
    await catalog.removeSaved(a.scope, a.member.principal.id, id)
    expect(await catalog.listSaved(a.scope, a.member.principal.id)).toEqual([])
  })

  it('are fifty at most', async () => {
    for (let n = 0; n < 50; n++) await save(a.auditor, `Search ${n}`)
    await expect(save(a.auditor, 'One more')).rejects.toThrow('as many as there may be')
  })
})

describe('a popular search', () => {
  it('is one that five people opened a result of', async () => {
    const opened = await publish('Bird strikes')
    const four = everyone(a).slice(1)
    for (const actor of four) for (let n = 0; n < 2; n++) await note(actor, { q: 'bird strikes', opened })
    expect(await popular(a.member)).toEqual([])
    await note(a.owner, { q: 'Bird STRIKES', opened })
    expect(await popular(a.member)).toEqual(['bird strikes'])
    expect(await popular(b.member)).toEqual([])
  })

  it('is not made of what the search does not find for whoever says so', async () => {
    const [id, hidden] = [await publish('Tide tables'), await publish('Hidden plans', { status: 'draft' })]
    for (const actor of everyone(a)) {
      await note(actor, { q: 'my rude word', opened: id })
      await note(actor, { q: 'hidden plans', opened: hidden })
      await note(actor, { q: 'tide', opened: 'prd_of_nobody' })
    }
    expect(await popular(a.owner)).toEqual(['bird strikes'])
  })

  it('is shown only where it finds something for the reader', async () => {
    const opened = await publish('Merger plans')
    for (const actor of everyone(a)) await note(actor, { q: 'merger', opened })
    expect(await popular(a.member)).toEqual(['bird strikes', 'merger'])
    await catalog.indexEntry(a.scope, opened, async () => null)
    expect(await popular(a.member)).toEqual(['bird strikes'])
  })

  it('is forgotten 90 days after people last opened something of it', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91 * day })
    await catalog.pruneSearches(a.scope)
    expect(await popular(a.owner)).toEqual([])
  })
})
