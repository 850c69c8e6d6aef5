import { randomUUID } from 'node:crypto'
import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import { prefix } from './settings'

/** How far the index is in step with the entries of an organisation. */

export type Mirror = { index: string; seal: string }
export type Standing = { mirror: Mirror | null; waiting: number; since: Date | null }

export const standing = (scope: OrgScope): Promise<Standing> =>
  readOrg(scope, async (sql) => {
    const [[row], [change]] = await Promise.all([
      sql<Mirror>`select index, seal from catalog_mirror where org_id = ${scope.orgId}`,
      sql<{ n: number; since: Date | null }>`
        select count(*)::int as n, min(at) as since from (
          select at from catalog_change where org_id = ${scope.orgId} order by at limit 100000) c`,
    ])
    return { mirror: row ?? null, waiting: change?.n ?? 0, since: change?.since ?? null }
  })

/** The index that holds all there is of this organisation, by the settings of today; null where none does. */
export const inStep = (scope: OrgScope): Promise<Mirror | null> =>
  readOrg(scope, async (sql) => {
    const [row] =
      await sql<Mirror>`select index, seal from catalog_mirror m where org_id = ${scope.orgId} and starts_with(index, ${prefix})
      and not exists (select from catalog_change c where c.org_id = ${scope.orgId})`
    return row ?? null
  })

export type Change = { entryId: string; turn: string }
/** What was not told yet, the oldest first. */
export const listChanges = (scope: OrgScope, take: number): Promise<Change[]> =>
  withOrg(scope, (tx) =>
    tx.catalogChange.findMany({
      select: { entryId: true, turn: true },
      orderBy: [{ at: 'asc' }, { entryId: 'asc' }],
      take,
    }),
  )

/** Forgets changes that were told, those that have changed again since excepted, and keeps what the index was sealed with. */
export async function told(scope: OrgScope, changes: readonly Change[], mirror: Mirror): Promise<void> {
  await withOrg(scope, async (_, sql) => {
    const [ids, turns] = [changes.map((one) => one.entryId), changes.map((one) => one.turn)]
    await sql`delete from catalog_change c using unnest(${ids}::text[], ${turns}::text[]) as t (id, turn)
      where c.org_id = ${scope.orgId} and c.entry_id = t.id and c.turn = t.turn`
    await sql`insert into catalog_mirror (org_id, index, seal) values (${scope.orgId}, ${mirror.index}, ${mirror.seal})
      on conflict (org_id) do update set index = excluded.index, seal = excluded.seal`
  })
}

/** From here on the index holds nothing of this organisation, and every entry waits to be told to it. */
export async function begin(scope: OrgScope, mirror: Mirror): Promise<void> {
  await withOrg(scope, async (_, sql) => {
    await sql`insert into catalog_change (org_id, entry_id, turn, at)
      select org_id, id, gen_random_uuid()::text, now() from catalog_entry where org_id = ${scope.orgId}
      on conflict (org_id, entry_id) do update set turn = excluded.turn`
    await sql`insert into catalog_mirror (org_id, index, seal) values (${scope.orgId}, ${mirror.index}, ${mirror.seal})
      on conflict (org_id) do update set index = excluded.index, seal = excluded.seal`
  })
}

/** Entries that the index has otherwise than we do, to be told again. */
export async function tellAgain(scope: OrgScope, ids: readonly string[]): Promise<void> {
  const turn = randomUUID()
  await withOrg(
    scope,
    (_, sql) => sql`insert into catalog_change (org_id, entry_id, turn, at)
      select ${scope.orgId}, id, ${turn}, now() from unnest(${[...ids]}::text[]) id
      on conflict (org_id, entry_id) do update set turn = excluded.turn`,
  )
}

export type Kept = { id: string; source: string }
/** Entries in the order of their ids, with the hash of what each was built from. */
export const listKept = (scope: OrgScope, after: string, take: number): Promise<Kept[]> =>
  readOrg(
    scope,
    (sql) =>
      sql<Kept>`select id, source from catalog_entry where org_id = ${scope.orgId} and id > ${after} order by id limit ${take}`,
  )
