import type pg from 'pg'
import { firstId, type Noun } from '@/server/platform/ids'
import { cursorOf } from '@/server/platform/place'

// So many rows in each list of one organisation, a second apart. Of its 20 domains one is given, of its people one is asked for: a
// fiftieth of what was requested and granted is theirs, half of what was told. What is rare is one row in ten thousand.

export type Filled = { org: string; domain: string; member: string; rows: number; newest: Date }

const born = (noun: Noun) => `'${firstId(noun, 0).split('_')[0]}_' || (select string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz', (ms >> (5 * (9 - d)) & 31)::int + 1, 1), '' order by d) from generate_series(0, 9) d) || nth`

const fills: Record<string, Record<string, string>> = {
  product: {
    ...{ id: `'prd_' || nth`, slug: `'p' || nth`, domain_id: 'domain', owner_id: 'member', title: `'Product ' || n` },
    ...{ status: `case when rare then 'retired' when n % 5 = 0 then 'draft' else 'published' end` },
    ...{ created_at: 'at', updated_at: 'at' },
  },
  product_version: {
    ...{ id: `'pvr_' || nth`, product_id: `'prd_' || nth`, version: `'1.0.0'`, major: '1', state: `'published'` },
    ...{ odps: `''`, contracts: `'[]'`, content: `'{}'`, etag: `'etag'`, created_by: 'member', created_at: 'at' },
    published_at: 'at',
  },
  access_request: {
    ...{
      id: `'req_' || nth`,
      principal_id: 'person',
      holder_id: 'person',
      product_id: `'prd_' || nth`,
      domain_id: 'domain',
    },
    ...{
      product_slug: `'p' || nth`,
      product_title: `'Product'`,
      port: `'rows'`,
      purpose: `'analytics'`,
      columns: `'{}'`,
    },
    ...{ duration: `'P30D'`, product_version: `'1.0.0'`, contract_id: `'one'`, contract_version: `'1.0.0'` },
    state: `case when rare then 'info_needed' when n % 7 = 0 then 'submitted' when n % 3 = 0 then 'rejected' else 'approved' end`,
    ...{ created_at: 'at', moved_at: 'at', break_glass: 'rare' },
  },
  access_request_step: {
    ...{
      id: `'stp_' || nth`,
      request_id: `'req_' || nth`,
      position: '0',
      role: `'owner'`,
      because: `'Its owner decides.'`,
    },
    ...{
      state: `case when n % 7 = 0 then 'waiting' else 'approved' end`,
      by: `case when n % 7 = 0 then null else 'mem_0' end`,
    },
  },
  access_request_event: {
    ...{ id: `'evt_' || nth`, request_id: `'req_' || nth`, at: 'at', state: `'submitted'`, by: 'person' },
  },
  '"grant"': {
    ...{ id: `'grt_' || nth`, request_id: `'req_' || nth`, principal_id: 'person', product_id: `'prd_' || nth` },
    ...{ product_slug: `'p' || nth`, product_title: `'Product'`, domain_id: 'domain', port: `'rows'`, objects: `'[]'` },
    ...{ purpose: `'analytics'`, state: `case when n % 3 = 0 then 'active' else 'ended' end`, policy_version: `'1'` },
    ...{ product_version: `'1.0.0'`, contract_id: `'one'`, contract_version: `'1.0.0'`, starts_at: 'at' },
    ends_at: `at + interval '1 year'`,
  },
  notification: {
    ...{ id: born('notification'), member_id: `case when n % 2 = 0 then member else 'mem_' || n % 1000 end` },
    ...{ kind: `'access/request.submitted'`, title: `'Told ' || n`, link: `'/requests'`, created_at: 'at' },
    read_at: 'case when n % 20 < 2 then null else at end',
  },
  audit_entry: {
    ...{ id: born('audit'), at: 'at', actor: `case when rare then member else 'mem_' || n % 1000 end` },
    ...{ action: `case when rare then 'member.changed' else 'port.read' end`, resource_id: `'p' || n % 1000` },
    resource_type: `case when rare then 'member' else 'port' end`,
  },
  policy_decision: {
    ...{ id: born('decision'), at: 'at', principal_id: `case when rare then member else 'mem_' || n % 1000 end` },
    ...{ action: `case when rare then 'administer' else 'query' end`, resource_id: `'p' || n % 1000`, because: `'{}'` },
    ...{ resource_type: `case when rare then 'organisation' else 'port' end`, policy_version: `'1'`, resource: `'{}'` },
    effect: `case when rare then 'deny' else 'allow' end`,
    surface: `case when rare then 'mcp' else 'portal' end`,
  },
}

const numbered = `select $1::text as org, $3::text as member, n, lpad(n::text, 8, '0') as nth, n % 10000 = 5000 as rare, at,
    (extract(epoch from at) * 1000)::bigint as ms, case when n % 20 = 0 then $2::text else 'dom_' || n % 20 end as domain,
    case when n % 50 = 0 then $3::text else 'mem_' || n % 1000 end as person
  from generate_series(1, $4::int) n, lateral (select $5::timestamptz - ($4::int - n) * interval '1 second' as at) t`

/** Fills every list; the last row is the newest. */
export async function fillLists(owner: pg.Client, { org, domain, member, rows, newest }: Filled): Promise<void> {
  for (const [table, columns] of Object.entries(fills)) {
    const sql = `insert into ${table} (org_id, ${Object.keys(columns).join(', ')}) select org, ${Object.values(columns).join(', ')} from (${numbered}) r`
    await owner.query(sql, [org, domain, member, rows, newest])
  }
}

const nth = (n: number) => String(n).padStart(8, '0')
const timeOf = ({ newest, rows }: Filled, n: number) => new Date(newest.getTime() - (rows - n) * 1000)
/** The cursor of a page that begins after row `n`, for each way that a list is read on. */
export const cursorAt = {
  slug: (_: Filled, n: number) => `p${nth(n)}`,
  request: (of: Filled, n: number) => cursorOf(timeOf(of, n), `req_${nth(n)}`),
  grant: (of: Filled, n: number) => cursorOf(timeOf(of, n), `grt_${nth(n)}`),
  born: (noun: Noun) => (of: Filled, n: number) => firstId(noun, timeOf(of, n).getTime()) + nth(n),
}
/** The middle of the time that rows were made in. */
export const middleOf = (of: Filled): Date => timeOf(of, Math.floor(of.rows / 2))
