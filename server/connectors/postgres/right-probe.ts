import type pg from 'pg'
import { AppError } from '@/server/platform/errors'
import type { Host, Probe, Proof, SourceGrant } from '../connector'
import type { Config } from './config'
import { qualified, quote } from './quote'
import { canaries } from './right-canary'
import { loginOf, ours, proofOf, roleOf, viewEnd } from './right-names'
import { reach } from './right-reach'
import { expectedMark, liveMark, noMark, planMark, type RightView, viewsOf } from './right-view'
import { signIn } from './sign-in'

/** The longest that one read of a proof may take, in ms. */
const patience = 5_000

const line = (kind: Proof['kind'], statement: string, outcome: string, ok: boolean): Proof => ({
  kind,
  statement,
  outcome,
  ok,
})
const coded = (error: unknown) => {
  const { code = 'no code', message = '' } = error as { code?: string; message?: string }
  return `${code}: ${message}`.slice(0, 300)
}

/** Signs in as the proof; null, with why, where the source does not let it in. An unreachable source proves nothing and throws. */
async function signInAs(config: Config, grant: SourceGrant, host: Host): Promise<pg.Client | string> {
  try {
    const client = await signIn({ ...config, user: proofOf(grant.id) }, { password: grant.proofPassword }, host)
    await client.query(`set statement_timeout = ${patience}`)
    return client
  } catch (error) {
    const refused =
      error instanceof AppError && /^(secrets\.password|config\.user)$/.test(error.details?.[0]?.path ?? '')
    if (refused) return error.message
    throw error
  }
}

/** Reads one row that the grant covers. */
async function allowed(as: pg.Client, statement: string): Promise<Proof> {
  try {
    const { rowCount } = await as.query(statement)
    return line('allowed', statement, rowCount ? 'read a row' : 'read it: it holds no row', true)
  } catch (error) {
    return line('refused', statement, coded(error), false)
  }
}

/** Tries what the grant does not cover; only a lack of privilege counts as refused. */
async function refused(as: pg.Client, statement: string): Promise<Proof> {
  try {
    await as.query(statement)
    return line('allowed', statement, 'was read, though the grant does not cover it', false)
  } catch (error) {
    return line('refused', statement, coded(error), (error as { code?: string }).code === '42501')
  }
}

/** A table that the grant has nothing to do with; the server's own passwords where there is no other. */
async function foreignTable(client: pg.Client, views: RightView[]): Promise<string> {
  const own = views.map(({ table }) => qualified(table.schema, table.name))
  const found = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', $1) and n.nspname not like 'pg\\_%'
       and not c.oid = any (select to_regclass(t)::oid from unnest($2::text[]) t)
       and not exists (select from aclexplode(c.relacl) x where x.grantee = 0) order by c.oid limit 1`,
    [ours, own],
  )
  return found.rows[0]?.name ?? 'pg_catalog.pg_authid'
}

async function readsOf(client: pg.Client, as: pg.Client, views: RightView[]): Promise<Proof[]> {
  const proofs: Proof[] = []
  for (const view of views) {
    const list = view.columns.map(({ name }) => quote('name', name)).join(', ')
    const table = qualified(view.table.schema, view.table.name)
    const hidden = view.table.columns.find((name) => !view.columns.some(({ own }) => own === name))
    proofs.push(await allowed(as, `select ${list} from ${ours}.${view.name} limit 1`))
    proofs.push(await refused(as, `select ${quote('name', hidden ?? view.table.columns[0]!)} from ${table} limit 1`))
    proofs.push(await refused(as, `select * from ${table} limit 1`))
  }
  proofs.push(await refused(as, `select 1 from ${await foreignTable(client, views)} limit 1`))
  proofs.push(await refused(as, `select 1 from ${ours}.mask_key limit 1`))
  proofs.push(...(await canaries(client, as, views)))
  return proofs
}

/** Whether the keys of masks are those of now; where we may not look, the masked values tell. */
async function keysOf(client: pg.Client, { maskKeys }: SourceGrant): Promise<Proof[]> {
  if (!maskKeys) return []
  const sql = `select count(*)::int as n from unnest($1::text[], $2::text[]) w (name, value)
    left join ${qualified(ours, 'mask_key')} k using (name) where k.value is distinct from w.value`
  const values = [Object.keys(maskKeys), Object.values(maskKeys)]
  const found = await client.query<{ n: number }>(sql, values).catch(() => null)
  const same = found?.rows[0]?.n === 0
  return found
    ? [line('allowed', 'the keys of masks', same ? 'are those of now' : 'were changed in the source', same)]
    : []
}

/** Whether the views are as they were made; what cannot be told is not held against them. */
async function madeAs(
  client: pg.Client,
  grant: SourceGrant,
  views: RightView[],
): Promise<{ mark?: string; proofs: Proof[] }> {
  const [plan, live] = [planMark(views), await liveMark(client, grant.id)]
  const mark = `${plan}.${live}`
  const statement = `the definition of ${views.map(({ name }) => `${ours}.${name}`).join(', ')}`
  const expected = grant.mark ?? `${plan}.${await expectedMark(client, views).catch(() => live)}`
  if (mark === expected) return { mark, proofs: [line('allowed', statement, 'is as it was made', true)] }
  const same = expected.split('.')[0] === plan
  const why =
    live === noMark
      ? 'is not there'
      : same
        ? 'was changed in the source'
        : 'is not what contract and policies make it now'
  return { proofs: [line('refused', statement, why, false)] }
}

export async function probeGiven(client: pg.Client, grant: SourceGrant, config: Config, host: Host): Promise<Probe> {
  const views = await viewsOf(client, grant)
  const made = await madeAs(client, grant, views)
  const as = await signInAs(config, grant, host)
  const signed = `sign in as ${proofOf(grant.id)}`
  const proofs =
    typeof as === 'string'
      ? [line('refused', signed, as, false)]
      : await readsOf(client, as, views).finally(() => as.end())
  const login = loginOf(grant.grantee)
  const holds = await client.query(
    `select from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
     where r.rolname = $1 and m.rolname = $2 and m.rolcanlogin`,
    [roleOf(grant.id), login],
  )
  const has = line(
    holds.rowCount ? 'allowed' : 'refused',
    `the rights of ${login}`,
    holds.rowCount ? 'are those of the grant' : 'lack the grant',
    Boolean(holds.rowCount),
  )
  const all = [...proofs, has, ...(await keysOf(client, grant)), ...made.proofs]
  return { holds: all.every(({ ok }) => ok), proofs: all, findings: await reach(client, grant), mark: made.mark }
}

const gone = `
  select array(select rolname::text from pg_roles where rolname = any ($1)) as roles,
    array(select c.relname::text from pg_class c where c.relnamespace = to_regnamespace($2) and right(c.relname, length($3)) = $3) as views,
    exists (select from pg_roles where rolname = $4) as login,
    exists (select from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
      where l.rolname = $4 and r.rolname like 'stoa\\_grt\\_%') as holds,
    (select count(*)::int from pg_stat_activity where usename = any ($5)) as sessions`

export async function probeGone(client: pg.Client, grant: SourceGrant, config: Config, host: Host): Promise<Probe> {
  const [role, proof, login] = [roleOf(grant.id), proofOf(grant.id), loginOf(grant.grantee)]
  const as = await signInAs(config, grant, host)
  if (typeof as !== 'string') await as.end()
  const found = await client.query(gone, [[role, proof], ours, viewEnd(grant.id), login, [proof]])
  const { roles, views, login: there, holds, sessions } = found.rows[0]
  const left = (names: string[], none: string) => (names.length > 0 ? `left: ${names.join(', ')}` : none)
  const says = (statement: string, outcome: string, ok: boolean) =>
    line(ok ? 'refused' : 'allowed', statement, outcome, ok)
  const proofs = [
    says(`sign in as ${proof}`, typeof as === 'string' ? as : 'was let in', typeof as === 'string'),
    says(`the roles ${role} and ${proof}`, left(roles, 'are gone'), roles.length === 0),
    says(`the views of the grant in ${ours}`, left(views, 'are gone'), views.length === 0),
    says(`the sessions of ${proof}`, sessions > 0 ? `${sessions} are open` : 'are ended', sessions === 0),
    says(
      `sign in as ${login}`,
      there ? (holds ? 'stays for other grants, without this one' : 'is still there, with no grant') : 'is gone',
      !there || holds,
    ),
  ]
  return { holds: proofs.every(({ ok }) => ok), proofs, findings: [] }
}
