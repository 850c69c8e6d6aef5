-- What was published stays as it was published: only its state, its ending and nothing else may change afterwards.
create function product_version_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'a published version of a product is never deleted (%)', old.id using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if old.state <> 'draft' and (
    new.org_id, new.id, new.product_id, new.version, new.major, new.odps, new.contracts, new.content, new.created_by, new.created_at,
    new.published_by, new.published_at, new.draft_of
  ) is distinct from (
    old.org_id, old.id, old.product_id, old.version, old.major, old.odps, old.contracts, old.content, old.created_by, old.created_at,
    old.published_by, old.published_at, old.draft_of
  ) then
    raise exception 'a published version of a product never changes (%)', old.id using errcode = 'restrict_violation';
  end if;
  if not (
    old.state = new.state
    or (old.state = 'draft' and new.state = 'published')
    or (old.state = 'published' and new.state in ('deprecated', 'retired'))
    or (old.state = 'deprecated' and new.state in ('published', 'retired'))
  ) then
    raise exception 'a product version cannot go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger product_version_guard before update or delete on product_version
  for each row execute function product_version_guard();
