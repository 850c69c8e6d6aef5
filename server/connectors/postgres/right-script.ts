import type { SourceGrant } from '../connector'
import { qualified, quote } from './quote'
import { loginOf, ours, proofOf, roleOf, viewEnd } from './right-names'
import type { RightView } from './right-view'

/** The statements that give a grant and take it back: run by us, or printed for the administrator. Each bears being run again. */

const name = (text: string) => quote('name', text)
const value = (text: string) => quote('value', text)
const exists = (role: string) => `exists (select from pg_catalog.pg_roles where rolname = ${value(role)})`
const block = (lines: string[]) => `do $stoa$ declare one record; begin\n  ${lines.join('\n  ')}\nend $stoa$`

/** One at a time in one database, so that a right that ends and one that begins never cross. */
const first = [
  `set local lock_timeout = '5s'`,
  'set local search_path = pg_catalog',
  `select pg_advisory_xact_lock(hashtextextended(${value(ours)}, 0))`,
]

/** Membership that gives its rights and nothing more; servers before 16 know one kind only. */
const member = (version: number) => (version >= 160_000 ? ' with inherit true, set false' : '')

const dropViews = (grant: string) =>
  block([
    `for one in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace`,
    `  where n.nspname = ${value(ours)} and c.relkind = 'v' and right(c.relname, ${viewEnd(grant).length}) = ${value(viewEnd(grant))} loop`,
    `  execute format('drop view %I.%I cascade', ${value(ours)}, one.relname);`,
    'end loop;',
  ])

type Giving = { grant: SourceGrant; views: RightView[]; version: number; proofVerifier: string }

export function givingStatements({ grant, views, version, proofVerifier }: Giving): string[] {
  const [role, proof, login] = [roleOf(grant.id), proofOf(grant.id), loginOf(grant.grantee)]
  const ended = qualified(ours, 'ended')
  return [
    ...first,
    block([
      `if not exists (select from pg_namespace where nspname = ${value(ours)}) then create schema ${name(ours)}; end if;`,
      `if to_regclass(${value(`${ours}.ended`)}) is null then`,
      `  create table ${ended} (id text primary key, at timestamptz not null default now());`,
      `  create table ${qualified(ours, 'mask_key')} (name text primary key, value text not null);`,
      'end if;',
      `if exists (select from ${ended} where id = ${value(grant.id)}) then`,
      `  raise exception 'this grant has ended here' using errcode = 'ST001';`,
      'end if;',
      `if not ${exists(role)} then create role ${name(role)} nologin; end if;`,
      `if not ${exists(login)} then create role ${name(login)} connection limit 20; end if;`,
      `if not ${exists(proof)} then create role ${name(proof)} connection limit 4; end if;`,
    ]),
    `revoke all on ${ended}, ${qualified(ours, 'mask_key')} from public`,
    `alter role ${name(login)} login`,
    `alter role ${name(proof)} login password ${value(proofVerifier)}`,
    `comment on role ${name(role)} is ${value(`Stoa: the rights of grant ${grant.id}`)}`,
    `comment on role ${name(proof)} is ${value(`Stoa: signs in to prove grant ${grant.id}, for nothing else`)}`,
    `comment on role ${name(login)} is ${value('Stoa: signs in one grantee of one connection')}`,
    // Whoever gives a right must be able to end the sessions that use it.
    ...[role, proof, login].map(
      (one) => `grant ${name(one)} to current_user${version >= 160_000 ? ' with inherit true' : ''}`,
    ),
    `grant usage on schema ${name(ours)} to ${name(role)}`,
    dropViews(grant.id),
    ...views.flatMap((view) => [
      `create view ${qualified(ours, view.name)} with (security_barrier = true) as ${view.select}`,
      `grant select on ${qualified(ours, view.name)} to ${name(role)}`,
    ]),
    ...[login, proof].map((one) => `grant ${name(role)} to ${name(one)}${member(version)}`),
    block([
      `if not has_database_privilege(${value(proof)}, current_database(), 'connect') then`,
      `  execute format('grant connect on database %I to %I', current_database(), ${value(role)});`,
      'end if;',
    ]),
  ]
}

/** Memberships of a login in the roles of grants. */
const held = (login: string, but?: string) =>
  `exists (select from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
    where l.rolname = ${value(login)} and r.rolname like 'stoa\\_grt\\_%'${but ? ` and r.rolname <> ${value(but)}` : ''})`

/** Nothing can be read from here on; what was open still is, until its sessions end. */
export function closingStatements(grant: SourceGrant, forGood: boolean): string[] {
  const [role, proof, login] = [roleOf(grant.id), proofOf(grant.id), loginOf(grant.grantee)]
  const end = `insert into ${qualified(ours, 'ended')} (id) values (${value(grant.id)}) on conflict do nothing;`
  return [
    ...first,
    block([
      `if ${exists(role)} and ${exists(login)} then revoke ${name(role)} from ${name(login)}; end if;`,
      `if ${exists(role)} and ${exists(proof)} then revoke ${name(role)} from ${name(proof)}; end if;`,
      `if ${exists(proof)} then alter role ${name(proof)} nologin; end if;`,
      `if ${exists(login)} and not ${held(login, role)} then alter role ${name(login)} nologin; end if;`,
      // Where the administrator keeps our schema to himself, his own script is what ends it.
      ...(forGood
        ? [
            `if to_regclass(${value(`${ours}.ended`)}) is not null then`,
            `  if has_table_privilege(current_user, ${value(`${ours}.ended`)}, 'insert') then ${end} end if;`,
            'end if;',
          ]
        : []),
    ]),
  ]
}

const dropRole = (role: string, unless = 'false') =>
  block([
    `if ${exists(role)} and not (${unless}) then`,
    `  drop owned by ${name(role)} cascade;`,
    `  drop role ${name(role)};`,
    'end if;',
  ])

/** What the grant was made of. */
export const removalStatements = (grant: SourceGrant): string[] => [
  ...first,
  dropViews(grant.id),
  dropRole(roleOf(grant.id)),
  dropRole(proofOf(grant.id)),
]

/** The login goes with its last grant. */
export const farewellStatements = (grant: SourceGrant): string[] => [
  ...first,
  dropRole(loginOf(grant.grantee), held(loginOf(grant.grantee))),
]

export const endSessions = (grant: SourceGrant): string =>
  `select pg_terminate_backend(pid) from pg_stat_activity
   where usename in (${value(loginOf(grant.grantee))}, ${value(proofOf(grant.id))})`

/** One text to paste into psql: each list is one transaction. */
export const asScript = (...transactions: string[][]): string =>
  transactions
    .map((statements) =>
      statements.length === 1 ? `${statements[0]};` : `begin;\n${statements.join(';\n')};\ncommit;`,
    )
    .join('\n\n')
