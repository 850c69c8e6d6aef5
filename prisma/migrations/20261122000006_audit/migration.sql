-- The audit stays as it was written. The application may add entries and read them; the sealer alone may give an entry its
-- place in the chain, once; nobody changes or removes one. An owner who switches the triggers off is found by verifying.

revoke update, delete on audit_entry, audit_head, audit_check from stoa_app;
revoke insert on audit_entry, audit_head from stoa_app;
grant insert (org_id, id, at, actor, action, resource_type, resource_id, detail, request_id) on audit_entry to stoa_app;

create policy sealer on audit_entry to stoa_sealer using (true) with check (true);
create policy sealer on audit_head to stoa_sealer using (true) with check (true);
grant select, update (seq, prev_hash, hash) on audit_entry to stoa_sealer;
grant select, insert, update on audit_head to stoa_sealer;

create function audit_seal_only() returns trigger language plpgsql as $$
begin
  if old.hash is not null then raise exception 'a sealed audit entry cannot be changed'; end if;
  if (new.org_id, new.id, new.at, new.actor, new.action, new.resource_type, new.resource_id, new.request_id)
      is distinct from (old.org_id, old.id, old.at, old.actor, old.action, old.resource_type, old.resource_id, old.request_id)
    or new.detail is distinct from old.detail then
    raise exception 'an audit entry cannot be changed, only sealed';
  end if;
  return new;
end $$;
create trigger seal_only before update on audit_entry for each row execute function audit_seal_only();

create function audit_keep() returns trigger language plpgsql as $$
begin raise exception 'the audit cannot be removed'; end $$;
create trigger keep before delete on audit_entry for each row execute function audit_keep();
create trigger keep_all before truncate on audit_entry for each statement execute function audit_keep();
