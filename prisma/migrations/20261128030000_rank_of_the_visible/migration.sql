-- How an entry is ranked depends on itself and the question alone: not on how many words a slip may have meant, of which some stand only
-- in what is hidden. ts_rank divides what it finds in alternatives by their number, which `per_item` takes back, and the float that this
-- leaves is rounded; and where one word is asked for both whole and as a beginning it keeps either, so `ranked` names each word once.
-- The function of the same name with fewer arguments stays: portals of the version before call it while others are brought up to date.
grant create on schema public to stoa_search;

create function catalog_match(
  wanted tsquery, terms tsquery[], needed int, exact tsquery, ranked tsquery, per_item float8, phrase text, titled boolean,
  sees_all boolean, sees_published boolean, sees_domains text[],
  domains text[], types text[], tagged text[], statuses text[], classes text[], spare int,
  sorted text, after_key text, after_id text, most int
) returns table (
  id text, score bigint, type text, domain text, tags text[], status text, classifications text[], title_key text, changed_at timestamptz
) language plpgsql stable security definer rows 1000 set search_path = public, pg_temp set jit = off as $$
begin
  return query execute
    'select e.id,
      (1000000 * (
        ts_rank(''{0.05, 0.2, 0.4, 1.0}'', e.search, $4) + 0.0002 * floor(0.5 + 1000 * $20 * ts_rank(''{0.05, 0.2, 0.4, 1.0}'', e.search, $19))
        + case when e.title_key = $5 then 2 when starts_with(e.title_key, $5) then 1 else 0 end
        - case e.status when ''retired'' then 0.3 when ''deprecated'' then 0.1 else 0 end
      ))::bigint,
      e.type, e.domain, e.tags, e.status, e.classifications, e.title_key, e.changed_at
    from (
      select c.* from catalog_entry c
      where c.org_id = $18
        and c.search @@ $1
        and ($6 or ($7 and c.published) or c.domain_id = any ($8))
        and ($3 >= cardinality($2) or (select count(*) from unnest($2) t where c.search @@ t) >= $3)
        and ($14 >= 5 or (cardinality($9) > 0 and c.domain <> all ($9))::int + (cardinality($10) > 0 and c.type <> all ($10))::int
          + (cardinality($11) > 0 and not c.tags && $11)::int + (cardinality($12) > 0 and c.status <> all ($12))::int
          + (cardinality($13) > 0 and not c.classifications && $13)::int <= $14)'
    || case when titled then ' and c.title_key ^@ $5' else '' end
    || case
      when sorted = 'title' then
        ' and ($15 is null or (c.title_key, c.id) > ($15, $16)) order by c.title_key, c.id'
      else
        ' and ($15 is null or c.changed_at < $15::timestamptz or (c.changed_at = $15::timestamptz and c.id > $16)) order by c.changed_at desc, c.id'
      end
    || ' limit $17) e'
    using wanted, terms, needed, exact, phrase, sees_all, sees_published, sees_domains,
      domains, types, tagged, statuses, classes, spare, after_key, after_id, most, app_org(), ranked, per_item;
end $$;

revoke execute on function catalog_match(tsquery, tsquery[], int, tsquery, tsquery, float8, text, boolean, boolean, boolean, text[], text[], text[], text[], text[], text[], int, text, text, text, int) from public;
grant execute on function catalog_match(tsquery, tsquery[], int, tsquery, tsquery, float8, text, boolean, boolean, boolean, text[], text[], text[], text[], text[], text[], int, text, text, text, int) to stoa_app;
alter function catalog_match(tsquery, tsquery[], int, tsquery, tsquery, float8, text, boolean, boolean, boolean, text[], text[], text[], text[], text[], text[], int, text, text, text, int) owner to stoa_search;
revoke create on schema public from stoa_search;
