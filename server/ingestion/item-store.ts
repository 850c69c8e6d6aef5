import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { Item, ItemMatch } from './schema'

/** Items: every query about them. */

/** Of a long text, the part that is found by its words; an index holds no more than a megabyte of one. */
const INDEXED = 200_000 // characters

export type NewItem = Omit<Item, 'id' | 'assetId' | 'readAt' | 'ownList' | 'createdAt' | 'changedAt'> & {
  createdAt: Date | null
  changedAt: Date | null
  ownList: boolean
}

/** What is known of an asset's items: by key, the hash of each. */
export const listHashes = (scope: OrgScope, assetId: string): Promise<Map<string, string>> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<{ key: string; hash: string }>`
      select key, hash from item where org_id = ${scope.orgId} and asset_id = ${assetId}`
    return new Map(rows.map(({ key, hash }) => [key, hash]))
  })

/** Writes items that are new or have changed; what is known keeps its id. */
export const putItems = (scope: OrgScope, assetId: string, items: readonly NewItem[], at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const indexed = (text: string, weight: string) =>
      Prisma.sql`setweight(to_tsvector('simple', ${text}) || to_tsvector('english', ${text}), ${weight}::"char")`
    for (const item of items)
      await tx.$executeRaw`
        insert into item (org_id, id, asset_id, key, thread, link, title, authors, created_at, changed_at, body, hash, readers, own_list,
          read_at, search)
        values (${scope.orgId}, ${newId('item')}, ${assetId}, ${item.key}, ${item.thread}, ${item.link}, ${item.title},
          ${item.authors}::text[], ${item.createdAt}::timestamptz, ${item.changedAt}::timestamptz, ${item.body}, ${item.hash},
          ${item.readers}::text[], ${item.ownList}, ${at}::timestamptz,
          ${indexed(item.title, 'A')} || ${indexed(item.authors.join(' '), 'B')} || ${indexed(item.body.slice(0, INDEXED), 'C')})
        on conflict (org_id, asset_id, key) do update set (thread, link, title, authors, created_at, changed_at, body, hash, readers,
          own_list, read_at, search) = row (excluded.thread, excluded.link, excluded.title, excluded.authors, excluded.created_at,
          excluded.changed_at, excluded.body, excluded.hash, excluded.readers, excluded.own_list, excluded.read_at, excluded.search)`
  })

/** Forgets the items of an asset that are not among the keys; the answer is how many. */
export const removeItems = (scope: OrgScope, assetId: string, keep: readonly string[]): Promise<number> =>
  withOrg(
    scope,
    (tx) => tx.$executeRaw`
      delete from item where org_id = ${scope.orgId} and asset_id = ${assetId} and key <> all (${[...keep]}::text[])`,
  )

/** For whom a search is: `declared` are assets whose connection lets them read, `listed` those whose items may have lists of their own. */
export type Reach = { declared: string[]; listed: string[]; names: string[] }

/**
 * The items that match, best first, and no other's: what is out of reach is neither counted nor weighed. Where none has all the words of
 * a question, those that have some of them.
 */
export const matchItems = (scope: OrgScope, q: string, reach: Reach, most: number): Promise<ItemMatch[]> =>
  readOrg(scope, async (sql) => {
    const { declared, listed, names } = reach
    const match = (any: boolean) => sql<ItemMatch>`
      with asked as (select websearch_to_tsquery('simple', ${q}) as plain, websearch_to_tsquery('english', ${q}) as stemmed),
        wanted as (select case when ${any} then replace(stemmed::text, ' & ', ' | ')::tsquery else plain || stemmed end as query from asked)
      select m.id, m.asset_id as "assetId" from wanted, item_match(wanted.query, ${declared}::text[], ${listed}::text[], ${names}::text[],
        ${most}::int) m`
    const all = await match(false)
    // What leaves a word out means it of every match.
    return all.length > 0 || /(^|\s)-/.test(q) ? all : match(true)
  })

/** Items by their ids. Whether they may be shown is the caller's to ask. */
export const listItems = (scope: OrgScope, ids: readonly string[]): Promise<Item[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.item.findMany({ where: { orgId: scope.orgId, id: { in: [...ids] } } })
    return rows.map(({ orgId: _, createdAt, changedAt, readAt, ...item }) => ({
      ...item,
      createdAt: createdAt?.toISOString() ?? null,
      changedAt: changedAt?.toISOString() ?? null,
      readAt: readAt.toISOString(),
    }))
  })

/** The most of one thread that are told of beside one of its items. */
const THREAD = 200

/** The other items of the thread that an item is part of, oldest first, without their texts. */
export const listThread = (scope: OrgScope, { id, assetId, thread }: Pick<Item, 'id' | 'assetId' | 'thread'>) =>
  withOrg(scope, async (tx) => {
    const rows = await tx.item.findMany({
      where: { orgId: scope.orgId, assetId, thread, id: { not: id } },
      select: { id: true, assetId: true, title: true, authors: true, createdAt: true, readers: true, ownList: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: THREAD,
    })
    return rows.map((row) => ({ ...row, createdAt: row.createdAt?.toISOString() ?? null }))
  })

/** Assets with the settings of their connections, which say who reads their items. */
export const listWithConfig = (scope: OrgScope, ids: readonly string[]) =>
  readOrg(
    scope,
    (sql) => sql<{ assetId: string; ref: string; connection: string; kind: string; config: unknown }>`
      select a.id as "assetId", a.ref, c.name as connection, c.kind, c.config
      from asset a join connection c on c.org_id = a.org_id and c.id = a.connection_id
      where a.org_id = ${scope.orgId} and a.id = any (${[...ids]}::text[])`,
  )
