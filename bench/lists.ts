// A list of 50 of 100,000 rows as one organisation sees it, through the row-level walls and the use case, against the same rows
// asked for by the database's owner: one statement, as one would write it by hand, that reads what the list tells. For products that
// is each with its domain, owner, draft, live version, what holds its ports back and their newest checks. Both take turns.
// Usage: tsx bench/lists.ts [rows=100000]
import pg from 'pg'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { closeDatabase, withOrg } from '@/server/platform/db'
import * as product from '@/server/product'
import { mediansInTurn } from './median'

const rows = Number(process.argv[2] ?? 100_000)
const ROUNDS = { rounds: 301, warm: 200 }

const productsByHand = `
  select p.id, p.slug, p.title, p.purpose, p.tags, p.status, p.updated_at, p.domain_id, d.slug as domain, d.name as domain_name, p.owner_id,
      m.name as owner, f.version as draft, v.version, h.held_why, h.held_since, r.port, r.at, r.held, r.ok
    from (select * from product where org_id = $1 order by slug limit 51) p
      join domain d on d.org_id = p.org_id and d.id = p.domain_id
      join member m on m.org_id = p.org_id and m.id = p.owner_id
      left join product_version f on f.org_id = p.org_id and f.draft_of = p.id
      left join lateral (select id, version from product_version where org_id = p.org_id and product_id = p.id and state <> 'draft'
          order by published_at desc limit 1) v on true
      left join lateral (select held_why, held_since from product_pointer where org_id = p.org_id and version_id = v.id
          and held_since is not null order by held_since limit 1) h on true
      left join lateral (select distinct on (port, held) port, held, at, jsonb_path_query_array(results, '$[*].ok') as ok
          from product_check where org_id = p.org_id and version_id = v.id and occasion <> 'preview'
          order by port, held, at desc) r on true
    order by p.slug`

/** One published version of each product, with one port that was checked twice. */
const versions = [
  `insert into product_version (org_id, id, product_id, version, major, state, odps, contracts, content, etag, created_by, created_at, published_at)
    select org_id, 'pvr_' || id, id, '1.0.0', 1, 'published', '', '[]', '{}', 'etag', owner_id, now(), now() from product where org_id = $1`,
  `insert into product_pointer (org_id, version_id, port, object, asset_id, snapshot_id, storage_key, hash, rows, columns, moved_at)
    select org_id, 'pvr_' || id, 'rows', 'rows', 'ast', 'snp', 'key', 'hash', 1, '[]', now() from product where org_id = $1`,
  `insert into product_check (org_id, id, version_id, port, occasion, snapshots, results, held, at)
    select p.org_id, 'chk_' || p.id || n, 'pvr_' || p.id, 'rows', 'advance', '{}', '[{"ok": true}, {"ok": true}, {"ok": false}]', true,
      now() - n * interval '1 hour' from product p, generate_series(1, 2) n where p.org_id = $1`,
]

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
await owner.connect()
try {
  const { a, b } = await twoTenants()
  const made = { kind: 'files', name: 'bench-files', domain: 'sales', config: { path: '*.csv' } }
  const connections: string[] = []
  for (const { scope, org, domain, publisher } of [a, b]) {
    const connection = await ingestion.createConnection(publisher, domain.id, { ...made, name: `files of ${org.slug}` })
    connections.push(connection)
    await owner.query(
      `insert into asset (org_id, id, connection_id, ref, kind, name, columns, keys, seen_at)
        select $1, 'ast_' || $2 || n, $2, 'ref' || lpad(n::text, 7, '0'), 'file', 'name ' || n, '[]', '{}', now() from generate_series(1, $3::int) n`,
      [scope.orgId, connection, rows],
    )
    await owner.query(
      `insert into product (org_id, id, slug, domain_id, owner_id, title, created_at, updated_at)
        select $1, 'prd_' || $1 || n, 'p' || lpad(n::text, 7, '0'), $2, $3, 'Product ' || n, now(), now() from generate_series(1, $4::int) n`,
      [scope.orgId, domain.id, publisher.principal.id, rows],
    )
    for (const sql of versions) await owner.query(sql, [scope.orgId])
    await owner.query(
      `insert into audit_entry (org_id, id, at, actor, action, resource_type, resource_id)
        select $1, 'aud_' || $1 || lpad(n::text, 7, '0'), now() - n * interval '1 second', $2, 'port.read', 'port', 'p' || n % 100
        from generate_series(1, $3::int) n`,
      [scope.orgId, publisher.principal.id, rows],
    )
  }
  await owner.query('vacuum analyze')
  const { scope } = a
  const [connection = ''] = connections
  const org = scope.orgId
  const lists: [string, () => Promise<unknown>, string, unknown[]][] = [
    [
      'assets of a connection',
      () => ingestion.listAssets(scope, connection, { limit: 50 }),
      'select * from asset where org_id = $1 and connection_id = $2 and gone_at is null order by ref limit 51',
      [org, connection],
    ],
    ['products', () => product.list(scope, { sees: () => true, limit: 50 }), productsByHand, [org]],
    [
      'the audit',
      () => audit.list(scope, {}, { limit: 50 }),
      'select * from audit_entry where org_id = $1 order by id desc limit 51',
      [org],
    ],
  ]
  console.log(
    `50 of ${rows.toLocaleString('en')} rows, medians of ${ROUNDS.rounds} rounds after ${ROUNDS.warm} to warm up`,
  )
  for (const [what, ours, sql, values] of lists) {
    const { theirs, taken } = await mediansInTurn(ROUNDS, { theirs: () => owner.query(sql, values), taken: ours })
    console.log(
      `${what}: ${taken.toFixed(1)} ms, by the owner ${theirs.toFixed(1)} ms: ratio ${(taken / theirs).toFixed(1)} (limit 3)`,
    )
  }
  const { trip, empty } = await mediansInTurn(ROUNDS, {
    trip: () => owner.query('select 1'),
    empty: () => withOrg(scope, async () => undefined),
  })
  console.log(
    `of that an empty transaction of an organisation: ${empty.toFixed(1)} ms, beside one trip ${trip.toFixed(1)} ms`,
  )
} finally {
  await owner.end()
  await closeDatabase()
  await stop()
}
process.exit(0)
