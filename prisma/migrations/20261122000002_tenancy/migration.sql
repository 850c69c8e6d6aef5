-- Who may touch what. The application signs in as a role that cannot bypass row-level security and sees one organisation at a
-- time: the one named by the transaction's own setting. The few look-ups that must cross organisations have a role each.

do $$
declare name text;
begin
  foreach name in array array['stoa_app', 'stoa_signin', 'stoa_token', 'stoa_root', 'stoa_relay', 'stoa_sealer', 'stoa_executor'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole noinherit', name);
    end if;
  end loop;
end $$;

revoke all on schema public from public;
grant usage on schema public to stoa_app, stoa_signin, stoa_token, stoa_root, stoa_sealer;

-- The organisation of this transaction; null (so no row at all) when it was never set, or set and gone again.
create function app_org() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.org_id', true), '') $$;

-- Puts a table under the organisation's wall. Every migration that adds a tenant table calls it; a test finds one that didn't.
create function protect_tenant_table(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s to stoa_app, stoa_root using (org_id = (select app_org())) with check (org_id = (select app_org()))', target);
  execute format('grant select, insert, update, delete on %s to stoa_app', target);
end $$;
revoke execute on function protect_tenant_table(regclass) from public;

do $$
declare target regclass;
begin
  for target in
    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
  loop
    perform protect_tenant_table(target);
  end loop;
end $$;

-- Organisations are made by the platform operator (or the first-run screen), never by a tenant; a tenant may rename its own.
revoke insert, delete on organisation from stoa_app;
revoke update on organisation from stoa_app;
grant update (name) on organisation to stoa_app;
revoke delete on member from stoa_app;

-- Sign-in: which account belongs to an e-mail or to a subject of an identity provider.
create policy signin on organisation for select to stoa_signin using (true);
grant select (org_id, slug) on organisation to stoa_signin;
create policy signin on account for select to stoa_signin using (true);
grant select (org_id, id, member_id, email, password_hash, issuer, subject) on account to stoa_signin;

-- Tokens and invitations: whose hash is this?
create policy token on token for select to stoa_token using (true);
grant select (org_id, id, member_id, hash, scopes, expires_at) on token to stoa_token;
create policy token on invitation for select to stoa_token using (true);
grant select (org_id, id, member_id, hash, expires_at, accepted_at) on invitation to stoa_token;

-- Root: makes an organisation, and can see only whether a slug is taken; its first owner is then made inside it.
create policy root on organisation for select to stoa_root using (true);
grant select (org_id, slug), insert, update (demo) on organisation to stoa_root;
