import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import type { ProductState } from './schema'
import type { CheckRun, Pointer, ProductRow, VersionHead } from './store'

/** What the list of products shows, in as few statements as can tell it. */

/** Of a version, what says which one readers get. */
export type ListedHead = Pick<VersionHead, 'id' | 'version' | 'state'>
export type ListedRow = Omit<ProductRow, 'createdAt' | 'type'> & { heads: ListedHead[] }
export type Filter = { domainIds?: string[]; status?: ProductState; after?: string; limit: number }

/** A page of products by slug, each with all its versions. */
export const listRows = (scope: OrgScope, { domainIds, status, after, limit }: Filter): Promise<ListedRow[]> =>
  withOrg(
    scope,
    (tx) => tx.$queryRaw`
      select p.id, p.slug, p.domain_id as "domainId", p.owner_id as "ownerId", p.title, p.purpose, p.tags, p.status,
          p.updated_at as "updatedAt", v.heads
        from (select * from product where org_id = ${scope.orgId}
            ${domainIds ? Prisma.sql`and domain_id = any(${domainIds})` : Prisma.empty}
            ${status ? Prisma.sql`and status = ${status}` : Prisma.empty}
            ${after === undefined ? Prisma.empty : Prisma.sql`and slug > ${after}`}
            order by slug limit ${limit}) p
          cross join lateral (select coalesce(json_agg(json_build_object('id', id, 'version', version, 'state', state)), '[]') as heads
            from product_version where org_id = ${scope.orgId} and product_id = p.id) v
        order by p.slug`,
  )

/** One run of a port's checks, or the port alone where none was made: what the port's promise is told from. */
export type Standing = Pick<Pointer, 'versionId' | 'port' | 'heldWhy' | 'heldSince'> & {
  run: (Pick<CheckRun, 'versionId' | 'port' | 'at' | 'held'> & { results: { ok: boolean }[] }) | null
}
type StandingRow = Omit<Standing, 'run'> & { at: Date | null; held: boolean; ok: boolean[] }

/** How the ports of some versions stand: each with its newest run, and with the newest that let rows in. */
export const listStandings = (scope: OrgScope, versionIds: string[]): Promise<Standing[]> =>
  withOrg(scope, async (tx) => {
    const run = Prisma.sql`select at, held, jsonb_path_query_array(results, '$[*].ok') as ok from product_check
      where org_id = ${scope.orgId} and version_id = p.version_id and port = p.port and occasion <> 'preview'`
    const newest = Prisma.sql`order by at desc, id desc limit 1`
    const rows = await tx.$queryRaw<StandingRow[]>`
      select p.version_id as "versionId", p.port, p.held_why as "heldWhy", p.held_since as "heldSince", r.at, r.held, r.ok
        from (select distinct on (version_id, port) version_id, port, held_why, held_since from product_pointer
            where org_id = ${scope.orgId} and version_id = any(${versionIds})
            order by version_id, port, held_since nulls last) p
          left join lateral ((${run} ${newest}) union all (${run} and held ${newest})) r on true
        order by r.at desc`
    return rows.map(({ at, held, ok, ...port }) => ({
      ...port,
      run: at && { versionId: port.versionId, port: port.port, at, held, results: ok.map((each) => ({ ok: each })) },
    }))
  })

/** Some products by their ids, without those that are gone. */
export const listProducts = (scope: OrgScope, ids: readonly string[]) =>
  readOrg(
    scope,
    (sql) => sql<ProductRow>`
    select id, slug, domain_id as "domainId", owner_id as "ownerId", title, purpose, tags, status, type,
      created_at as "createdAt", updated_at as "updatedAt"
    from product where org_id = ${scope.orgId} and id = any(${[...ids]}::text[])`,
  )
