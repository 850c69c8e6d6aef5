// A list of 50 of 100,000 rows as one organisation sees it, through the row-level walls and the use case, against the same rows
// asked for by the database's owner. Usage: tsx bench/lists.ts [rows=100000]
import pg from 'pg'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import * as product from '@/server/product'
import { median } from './median'

const rows = Number(process.argv[2] ?? 100_000)
const ROUNDS = 31

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
    [
      'products',
      () => product.list(scope, { sees: () => true, limit: 50 }),
      'select * from product where org_id = $1 order by slug limit 51',
      [org],
    ],
    [
      'the audit',
      () => audit.list(scope, {}, { limit: 50 }),
      'select * from audit_entry where org_id = $1 order by id desc limit 51',
      [org],
    ],
  ]
  console.log(`50 of ${rows.toLocaleString('en')} rows, median of ${ROUNDS}`)
  for (const [what, ours, sql, values] of lists) {
    await ours()
    const theirs = await median(ROUNDS, () => owner.query(sql, values))
    const taken = await median(ROUNDS, ours)
    console.log(
      `${what}: ${taken.toFixed(1)} ms, by the owner ${theirs.toFixed(1)} ms: ratio ${(taken / theirs).toFixed(1)} (limit 3)`,
    )
  }
} finally {
  await owner.end()
  await closeDatabase()
  await stop()
}
process.exit(0)
