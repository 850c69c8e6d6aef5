import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DeliveringSource, deliveringSource } from '@/prisma/seed/delivering-source'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

let a: Tenant
let b: Tenant
let there: DeliveringSource

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  there = await deliveringSource(a, 'source_delivery')
})
afterAll(async () => {
  await there?.source.close()
  await closeDatabase()
})
afterEach(async () => {
  vi.useRealTimers()
  for (const id of await access.listWatched(a.scope)) {
    await access.revoke(a.owner, { id, note: 'test over' }).catch(() => undefined)
    await access.removeDelivery(a.scope, id)
  }
  expect(await access.listWatched(a.scope)).toEqual([])
  expect(await roles()).toEqual([])
})

/** The roles of this file's grants; other files give theirs on the same server meanwhile. */
const roles = async () => {
  const own = (await access.listGrants(a.scope, { limit: 200 })).items.map(({ id }) => id.replace('grt_', ''))
  const { rows } = await there.source.asSuperuser(`select rolname::text from pg_roles
    where substring(rolname from '^stoa_(?:grt|proof)_(.*)$') = any ('{${own}}')
      or rolname like 'stoa\\_login\\_%' and has_database_privilege(oid, 'source_delivery', 'connect') order by 1`)
  return rows.map(({ rolname }) => rolname as string)
}
const roleLike = async (kind: string) => (await roles()).find((role) => role.startsWith(`stoa_${kind}_`))!
const delivered = async (who = a.member, purpose = 'analytics') => {
  const id = await there.granted(who, purpose)
  expect(await access.deliverGrant(a.scope, id)).toBe('active')
  return id
}
const grant = (id: string) => access.getGrant(a.scope, id)
const code = (wanted: string) => expect.objectContaining({ code: wanted })
const states = async (id: string) => (await grant(id)).history.map(({ state }) => state)
const kinds = async (id: string) => (await grant(id)).proofs.map(({ kind, ok }) => `${kind}${ok ? '' : ', wrongly'}`)

describe('a grant in a source', () => {
  it('is given, proven, read by its holder, taken back and proven gone', async () => {
    const id = await there.granted(a.member)
    expect(await grant(id)).toMatchObject({ state: 'pending', delivery: 'source', proofs: [], provenAt: null })
    expect(await access.heldPorts(a.scope, a.member.principal.id)).toEqual([])
    expect(await access.liveGrant(a.scope, id)).toMatchObject({ live: false })
    await expect(access.rotateCredentials(a.member, id)).rejects.toEqual(code('conflict'))
    expect(await access.deliverGrant(a.scope, id)).toBe('active')
    expect(await states(id)).toEqual(['pending', 'provisioning', 'unverified', 'active'])
    const proven = await grant(id)
    expect(proven.proofs.every(({ ok }) => ok)).toBe(true)
    expect(proven.proofs.filter(({ kind }) => kind === 'refused').map(({ statement }) => statement)).toEqual(
      expect.arrayContaining([
        'select "salary" from "public"."people" limit 1',
        'select * from "public"."people" limit 1',
        'select 1 from public.plans limit 1',
      ]),
    )
    expect(await access.heldPorts(a.scope, a.member.principal.id)).toHaveLength(1)
    await expect(access.rotateCredentials(a.owner, id)).rejects.toEqual(code('forbidden'))
    await expect(access.rotateCredentials(b.member, id)).rejects.toEqual(code('not_found'))
    const { user, password, statements, script } = await access.rotateCredentials(a.member, id)
    expect(script).toBeNull()
    const read = () => there.source.as({ user, password }, statements[0]!)
    expect((await read()).rows).toEqual([
      { id: 1, office: 'Lyon' },
      { id: 2, office: 'Bern' },
      { id: 3, office: null },
    ])
    await access.revoke(a.owner, { id, note: 'over' })
    expect(await grant(id)).toMatchObject({ state: 'deprovisioning', endedAs: 'revoked' })
    expect(await access.heldPorts(a.scope, a.member.principal.id)).toEqual([])
    expect(await access.removeDelivery(a.scope, id)).toBe('ended')
    await expect(read()).rejects.toThrow()
    const ended = await grant(id)
    expect(ended.proofs[0]).toMatchObject({ occasion: 'ended', kind: 'refused', ok: true })
    expect(await access.deliverGrant(a.scope, id)).toBe('ended')
    expect(await access.removeDelivery(a.scope, id)).toBe('ended')
  })

  it('shares one sign-in with the holder’s others, which goes with the last', async () => {
    const [one, two] = [await delivered(), await delivered(a.member, 'research')]
    expect((await roles()).filter((role) => role.startsWith('stoa_login_'))).toHaveLength(1)
    const { user, password, statements } = await access.rotateCredentials(a.member, two)
    await access.revoke(a.member, { id: one })
    expect(await access.removeDelivery(a.scope, one)).toBe('ended')
    expect((await there.source.as({ user, password }, statements[0]!)).rowCount).toBe(3)
    expect(await access.watchGrant(a.scope, two)).toBe('active')
    await access.revoke(a.member, { id: two })
    expect(await access.removeDelivery(a.scope, two)).toBe('ended')
    expect(await roles()).toEqual([])
  })

  it('is not asked for where the connection does not offer it', async () => {
    const settings = await ingestion.getConnection(a.scope, there.connection)
    const change = (delivery: 'portal' | 'source') =>
      ingestion.updateConnection(a.publisher, there.connection, { config: { ...settings.config, delivery } })
    await change('portal')
    await expect(there.granted(a.member)).rejects.toEqual(code('invalid'))
    await change('source')
  })

  it('ends by the clock in the source itself, before any job', async () => {
    const id = await delivered()
    const { user, password, statements } = await access.rotateCredentials(a.member, id)
    const role = await roleLike('grt')
    // The view compares the end; here the end is moved instead of the clock.
    const view = `('stoa_grants.people_' || right('${role}', 26))::regclass`
    const past = await there.source.sql(`select pg_get_viewdef(${view}) as text`)
    expect(past.rows[0].text).toMatch(/statement_timestamp\(\) < '20\d\d-/)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * 86_400_000 + 1_000 })
    expect(await grant(id)).toMatchObject({ state: 'deprovisioning', endedAs: 'expired' })
    expect(await access.endDueGrants(a.scope)).toBe(1)
    expect(await access.removeDelivery(a.scope, id)).toBe('ended')
    await expect(there.source.as({ user, password }, statements[0]!)).rejects.toThrow()
    expect((await states(id)).slice(-2)).toEqual(['deprovisioning: expired', 'ended'])
  })

  it('gives way to a newer one, which is given beside the older until that is gone', async () => {
    const older = await delivered()
    const newer = await there.granted(a.member)
    expect(await grant(older)).toMatchObject({ state: 'deprovisioning', endedAs: 'superseded' })
    expect(await access.deliverGrant(a.scope, newer)).toBe('active')
    expect(await access.removeDelivery(a.scope, older)).toBe('ended')
    expect(await access.watchGrant(a.scope, newer)).toBe('active')
  })

  it('that was revoked before it was given is never given', async () => {
    const id = await there.granted(a.member)
    await access.revoke(a.member, { id })
    expect(await access.deliverGrant(a.scope, id)).toBe('deprovisioning')
    expect(await access.removeDelivery(a.scope, id)).toBe('ended')
    expect(await roles()).toEqual([])
  })
})

/** Runs a statement over the one relation or role whose name begins so; `%I` stands for it. */
const over = (kind: 'view' | 'grt' | 'proof', statement: string) => {
  const found =
    kind === 'view' ? `relname from pg_class where relkind = 'v' and relname` : `rolname from pg_roles where rolname`
  const like = kind === 'view' ? 'people\\_%' : `stoa\\_${kind}\\_%`
  return `do $$ declare r text; begin select ${found} like '${like}' into r; execute format('${statement}', r); end $$`
}
type Sql = (role: string, login: string) => string
const removals: [string, Sql][] = [
  ['the membership', (role, login) => `revoke ${role} from ${login} granted by source_delivery`],
  ['the right on the view', (role) => `revoke all on all tables in schema stoa_grants from ${role}`],
  ['the way into the schema', (role) => `revoke usage on schema stoa_grants from ${role}`],
  ['the view', () => 'drop schema stoa_grants cascade'],
  ['the role', (role) => `drop owned by ${role}; drop role ${role}`],
  ['the sign-in', (_, login) => `alter role ${login} nologin`],
  ['the proof’s sign-in', () => over('proof', 'alter role %I password null')],
  ['the barrier', () => over('view', 'alter view stoa_grants.%I reset (security_barrier)')],
  [
    'the columns of the view',
    () =>
      over('view', 'create or replace view stoa_grants.%I as select id, place as office, salary from public.people'),
  ],
]
const additions: [what: string, give: Sql, words: string, undo: Sql][] = [
  [
    'a right on the table',
    (_, to) => `grant select on people to ${to}`,
    'people',
    (_, to) => `revoke all on people from ${to}`,
  ],
  [
    'a right on one column',
    (_, to) => `grant select (salary) on people to ${to}`,
    'salary',
    (_, to) => `revoke select (salary) on people from ${to}`,
  ],
  ['another role', (_, to) => `grant pg_monitor to ${to}`, 'pg_monitor', (_, to) => `revoke pg_monitor from ${to}`],
  ['a power', (_, to) => `alter role ${to} createdb`, 'CREATEDB', (_, to) => `alter role ${to} nocreatedb`],
  [
    'the view, to others',
    () => over('view', 'grant select on stoa_grants.%I to public'),
    'everybody',
    () => over('view', 'revoke all on stoa_grants.%I from public'),
  ],
  [
    'the grant, to another',
    () => `create role stranger; ${over('grt', 'grant %I to stranger')}`,
    'stranger',
    () => 'drop role stranger',
  ],
]

describe('the watch', () => {
  it('proves again, and keeps what gave the grant and the newest rounds', async () => {
    const id = await delivered()
    const first = (await grant(id)).provenAt!
    for (let n = 0; n < 7; n++) expect(await access.watchGrant(a.scope, id)).toBe('active')
    const { proofs, provenAt } = await grant(id)
    expect(provenAt! > first).toBe(true)
    expect(new Set(proofs.filter(({ occasion }) => occasion === 'watched').map(({ at }) => at)).size).toBe(5)
    expect(proofs.some(({ occasion }) => occasion === 'delivered')).toBe(true)
  })

  it.each(removals)('finds that %s was taken or changed by hand, and repairs it', async (_, sql) => {
    const id = await delivered()
    await there.source.asSuperuser(sql(await roleLike('grt'), await roleLike('login')))
    expect(await access.watchGrant(a.scope, id)).toBe('active')
    expect((await states(id)).slice(-2)).toEqual(['drifted', 'active'])
    expect((await grant(id)).proofs.some(({ occasion }) => occasion === 'repaired')).toBe(true)
    const { user, password, statements } = await access.rotateCredentials(a.member, id)
    const { fields } = await there.source.as({ user, password }, statements[0]!)
    expect(fields.map(({ name }) => name)).toEqual(['id', 'office'])
  })

  it.each(additions)('finds that %s was given by hand, and tells the owners once', async (_, give, words, undo) => {
    const id = await delivered()
    const listed = async () => (await notify.list(a.scope, a.owner.principal.id, { limit: 200 })).items
    const before = (await listed()).length
    const [role, login] = [await roleLike('grt'), await roleLike('login')]
    await there.source.asSuperuser(give(role, login))
    for (let n = 0; n < 2; n++) expect(await access.watchGrant(a.scope, id)).toBe('active')
    const unexplained = async () =>
      (await access.getDelivery(a.scope, id)).findings.filter(({ kind }) => kind === 'unexplained')
    expect((await unexplained()).map(({ text }) => text).join()).toContain(words)
    const told = (await listed()).slice(0, -before || undefined)
    expect(told.filter(({ kind }) => kind === 'access/grant.unexplained')).toHaveLength(1)
    await there.source.asSuperuser(undo(role, login))
    await access.watchGrant(a.scope, id)
    expect(await unexplained()).toEqual([])
  })

  it('names what stands open to all, and does not believe a grant whose table does', async () => {
    await there.source.asSuperuser(
      `create function spill() returns setof people language sql security definer as 'select * from people'`,
    )
    const id = await delivered()
    expect((await access.getDelivery(a.scope, id)).findings.map(({ text }) => text).join()).toMatch(
      /spill\(\) runs with/,
    )
    await there.source.sql('grant select on people to public')
    expect(await access.watchGrant(a.scope, id)).toBe('drifted')
    expect(await kinds(id)).toContain('allowed, wrongly')
    expect((await grant(id)).problem).toContain('though the grant does not cover it')
    await there.source.sql('revoke select on people from public')
    expect(await access.watchGrant(a.scope, id)).toBe('active')
    await there.source.asSuperuser('drop function spill')
  })

  it('closes the source while the holder is disabled, and opens it again', async () => {
    const id = await delivered()
    const { user, password, statements } = await access.rotateCredentials(a.member, id)
    await tenancy.changeMember(a.owner, a.member.principal.id, { state: 'disabled' })
    expect(await access.watchGrant(a.scope, id)).toBe('drifted')
    await expect(there.source.as({ user, password }, statements[0]!)).rejects.toThrow()
    await tenancy.changeMember(a.owner, a.member.principal.id, { state: 'active' })
    expect(await access.watchGrant(a.scope, id)).toBe('active')
  })

  it('leaves a grant as it stands while the source does not answer', async () => {
    const id = await delivered()
    await there.source.asSuperuser('alter role source_delivery nologin')
    expect(await access.watchGrant(a.scope, id)).toBe('active')
    expect((await grant(id)).problem).toContain('could not be read')
    await there.source.asSuperuser('alter role source_delivery login')
    expect(await access.watchGrant(a.scope, id)).toBe('active')
    expect((await grant(id)).problem).toBeNull()
  })
})

describe('where the administrator keeps the right to make roles', () => {
  it('the script is printed, nothing is believed, and the proof decides, both ways', async () => {
    await there.source.asSuperuser('alter role source_delivery nocreaterole')
    const id = await there.granted(a.member)
    expect(await access.deliverGrant(a.scope, id)).toBe('provisioning')
    expect(await access.watchGrant(a.scope, id)).toBe('provisioning')
    const { script, problem } = await access.getDelivery(a.scope, id)
    expect(problem).toContain('CREATEROLE')
    expect(script).toContain('SCRAM-SHA-256$4096:')
    for (let n = 0; n < 2; n++) await there.source.asSuperuser(script!)
    expect(await access.watchGrant(a.scope, id)).toBe('active')
    expect((await access.getDelivery(a.scope, id)).script).toBeNull()
    const made = await access.rotateCredentials(a.member, id)
    await expect(there.source.as(made, made.statements[0]!)).rejects.toThrow()
    await there.source.asSuperuser(made.script!)
    expect((await there.source.as(made, made.statements[0]!)).rowCount).toBe(3)
    await access.revoke(a.owner, { id, note: 'over' })
    expect(await access.removeDelivery(a.scope, id)).toBe('deprovisioning')
    expect(await access.watchGrant(a.scope, id)).toBe('deprovisioning')
    expect((await grant(id)).proofs[0]).toMatchObject({ occasion: 'ended' })
    await there.source.asSuperuser((await access.getDelivery(a.scope, id)).script!)
    expect(await access.watchGrant(a.scope, id)).toBe('ended')
    await there.source.asSuperuser('alter role source_delivery createrole')
  })
})
