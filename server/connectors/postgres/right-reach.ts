import type pg from 'pg'
import type { Probe, SourceGrant } from '../connector'
import { loginOf, ours, proofOf, roleOf, viewEnd } from './right-names'

type Finding = Probe['findings'][number]

/** The most findings of one sort that are told apart. */
const most = 50

/** What was given by hand to the roles of a grant: every dependency on a role that the server keeps, in any database, but our own. */
const given = `
  select r.rolname::text as role,
    case when s.dbid in (0, d.oid) then pg_describe_object(s.classid, s.objid, s.objsubid)
      else 'something in the database ' || (select datname from pg_database where oid = s.dbid) end as what,
    s.deptype = 'o' as owns
  from pg_shdepend s join pg_roles r on r.oid = s.refobjid join pg_database d on d.datname = current_database()
  where s.refclassid = 'pg_authid'::regclass and r.rolname = any ($1) and s.deptype in ('a', 'o', 'r')
    and not (r.rolname = $2 and s.deptype = 'a' and (
      (s.classid = 'pg_namespace'::regclass and s.objid = to_regnamespace($3))
      or (s.classid = 'pg_database'::regclass and s.objid = d.oid)
      or (s.classid = 'pg_class'::regclass and s.dbid = d.oid and s.objid in (
        select c.oid from pg_class c where c.relnamespace = to_regnamespace($3) and right(c.relname, length($4)) = $4))))
  limit ${most}`

/** Roles that the grant's own are in, and roles that are in them. */
const memberships = `
  select m.rolname::text as member, r.rolname::text as role
  from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
  where (m.rolname = any ($1) and not r.rolname = any ($2))
    or (r.rolname = any ($1) and not m.rolname = any ($1) and m.rolname <> current_user and not m.rolsuper
        and not (a.admin_option and a.grantor = 10))
  limit ${most}`

const attributes = `
  select rolname::text as role, concat_ws(', ', case when rolsuper then 'SUPERUSER' end, case when rolcreaterole then 'CREATEROLE' end,
    case when rolcreatedb then 'CREATEDB' end, case when rolreplication then 'REPLICATION' end,
    case when rolbypassrls then 'BYPASSRLS' end) as what
  from pg_roles where rolname = any ($1) and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)`

/** Others that a view of the grant was given to. */
const alsoGiven = `
  select c.relname::text as view, case when x.grantee = 0 then 'everybody' else x.grantee::regrole::text end as whom
  from pg_class c, aclexplode(c.relacl) x
  where c.relnamespace = to_regnamespace($1) and right(c.relname, length($2)) = $2
    and x.grantee <> c.relowner and x.grantee <> coalesce(to_regrole($3)::oid, 0)
  limit ${most}`

/** What PUBLIC opens to the proof's sign-in, and so to any. */
const openToAll = `
  with me as (select oid as id from pg_roles where rolname = $1),
  place as (select n.oid, n.nspname from pg_namespace n, me where n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%' and has_schema_privilege(me.id, n.oid, 'usage'))
  (select format('The table %I.%I can be read or changed', p.nspname, c.relname) as what
    from pg_class c join place p on p.oid = c.relnamespace, me
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not (p.nspname = $2 and right(c.relname, length($3)) = $3)
      and (has_table_privilege(me.id, c.oid, 'select, insert, update, delete, truncate')
        or has_any_column_privilege(me.id, c.oid, 'select, insert, update')) order by 1 limit ${most})
  union all
  (select format('The function %s runs with the rights of %s', f.oid::regprocedure, f.proowner::regrole)
    from pg_proc f join place p on p.oid = f.pronamespace, me
    where f.prosecdef and has_function_privilege(me.id, f.oid, 'execute') order by 1 limit ${most})
  union all
  (select format('Objects can be made in the schema %I', p.nspname) from place p, me
    where has_schema_privilege(me.id, p.oid, 'create') order by 1 limit ${most})
  union all
  (select format('The foreign server %I can be used', s.srvname) from pg_foreign_server s, me
    where has_server_privilege(me.id, s.oid, 'usage') order by 1 limit ${most})
  union all
  (select 'It can connect to other databases of the server: ' || string_agg(datname, ', ' order by datname) from pg_database, me
    where datallowconn and datname <> current_database() and has_database_privilege(me.id, pg_database.oid, 'connect')
    having count(*) > 0)`

/** Everything that a grantee can reach there beyond the grant: what was given to its roles by hand, and what stands open to all. */
export async function reach(client: pg.Client, grant: SourceGrant): Promise<Finding[]> {
  const [role, proof, login] = [roleOf(grant.id), proofOf(grant.id), loginOf(grant.grantee)]
  const roles = [role, proof, login]
  const end = viewEnd(grant.id)
  const rows = async <T>(sql: string, values: unknown[]) => (await client.query(sql, values)).rows as T[]
  const unexplained = (text: string): Finding => ({ kind: 'unexplained', text })
  const own = await rows<{ role: string; what: string; owns: boolean }>(given, [roles, role, ours, end])
  const allowed = [role, ...grant.beside.map(roleOf)]
  const member = await rows<{ member: string; role: string }>(memberships, [roles, allowed])
  const special = await rows<{ role: string; what: string }>(attributes, [roles])
  const others = await rows<{ view: string; whom: string }>(alsoGiven, [ours, end, role])
  const open = await rows<{ what: string }>(openToAll, [proof, ours, end])
  return [
    ...own.map((one) => unexplained(`${one.role} ${one.owns ? 'owns' : 'was given a right on'} ${one.what}.`)),
    ...member.map((one) => unexplained(`${one.member} was made a member of ${one.role}.`)),
    ...special.map((one) => unexplained(`${one.role} was made ${one.what}.`)),
    ...others.map((one) => unexplained(`${one.whom} was given a right on the view ${one.view}.`)),
    ...open.map(({ what }): Finding => ({ kind: 'open_to_all', text: `${what}.` })),
  ]
}
