import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { asRole, closeDatabase, roleUrl } from './db'

// Read before the organisation is known, each by its own narrow role; they too hide every row from a role without a setting.
const crossing = {
  signin: ['account', 'organisation'],
  token: ['invitation', 'token'],
  root: ['organisation'],
  sealer: ['audit_entry', 'audit_head'],
  relay: [],
  executor: [],
} as const

let a: Tenant
let owner: pg.Client
beforeAll(async () => {
  ;({ a } = await twoTenants())
  owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await closeDatabase()
})

const tables = async (): Promise<string[]> =>
  (
    await owner.query(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations' order by 1`)
  ).rows.map((row) => row.relname)

describe('the walls between organisations', () => {
  it('stand on every table: each has an org_id, forced row-level security and a policy', async () => {
    const { rows } = await owner.query(`select c.relname, c.relrowsecurity and c.relforcerowsecurity as forced,
      exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as tenant,
      exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'org_id') as org
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations'`)
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((row) => !row.forced || !row.tenant || !row.org)).toEqual([])
  })

  it('show the application no row of any table while no organisation is set', async () => {
    const app = new pg.Client({ connectionString: roleUrl('app') })
    await app.connect()
    try {
      for (const table of await tables()) {
        const count = await app.query(`select count(*)::int as n from "${table}"`).catch((error) => error.code)
        expect([table, typeof count === 'string' ? count : count.rows[0].n]).toEqual([
          table,
          typeof count === 'string' ? '42501' : 0,
        ])
      }
    } finally {
      await app.end()
    }
  })

  it('let each narrow role read its own tables and nothing else', async () => {
    for (const [role, allowed] of Object.entries(crossing)) {
      const readable: string[] = []
      for (const table of await tables()) {
        const { rows } = await owner.query(
          `select exists (select from information_schema.column_privileges where grantee = $1 and table_schema = 'public'
             and table_name = $2 and privilege_type = 'SELECT') as can`,
          [`stoa_${role}`, table],
        )
        if (rows[0].can) readable.push(table)
      }
      expect([role, readable]).toEqual([role, [...allowed]])
    }
  })

  it('give the runner its own schema, to which the application may only add announcements', async () => {
    const { rows } = await owner.query(
      `select grantee, table_name, string_agg(distinct privilege_type, ' ' order by privilege_type) as may
        from information_schema.column_privileges where table_schema = 'job' and grantee like 'stoa\\_%' group by 1, 2 order by 1, 2`,
    )
    const runner = ['cron', 'event', 'item', 'run', 'step', 'wait'].map((table) => [
      'stoa_executor',
      table,
      'INSERT SELECT UPDATE',
    ])
    expect(rows.map((row) => [row.grantee, row.table_name, row.may])).toEqual([
      ['stoa_app', 'event', 'INSERT'],
      ...runner,
      ['stoa_relay', 'event', 'SELECT UPDATE'],
    ])
  })

  it('are roles that can neither bypass row-level security nor become another', async () => {
    const { rows } = await owner.query(
      `select rolname from pg_roles r where rolname like 'stoa\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
        or exists (select from pg_auth_members m where m.member = r.oid))`,
    )
    expect(rows).toEqual([])
  })

  it('refuse a row of another organisation', async () => {
    const app = new pg.Client({ connectionString: roleUrl('app') })
    await app.connect()
    try {
      await app.query('begin')
      await app.query(`select set_config('app.org_id', 'org_other', true)`)
      const sql = `insert into domain (org_id, id, slug, name) values ($1, 'dom_x', 'x', 'X')`
      await expect(app.query(sql, [a.scope.orgId])).rejects.toMatchObject({ code: '42501' })
    } finally {
      await app.end()
    }
  })

  it('give root nothing inside an organisation', async () => {
    await expect(asRole('root', (client) => client.query('select * from member'))).rejects.toMatchObject({
      code: '42501',
    })
  })
})
