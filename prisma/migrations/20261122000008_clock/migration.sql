-- A clock that is set back must not leave a call waiting that was ready before: a first try waits for no time at all, and what a lost
-- executor held is ready the moment it is given back.

-- Ends the timers that are due, and claims up to `want` calls: a lane never beyond its cap, a tenant never beyond `share`,
-- whoever holds least first, and within a lane the oldest run first, so that it is finished before a younger one starts.
create or replace function job.claim(me int, want int, share int)
returns table (run_id uuid, step_id text, attempt int, lost int, run jsonb, steps jsonb, stack jsonb)
language plpgsql as $$
#variable_conflict use_column
declare w record; begin
  for w in select d.run_id, d.step_id from (select i.run_id, i.step_id from job.item i
      where i.wake and i.owner is null and i.run_at <= now() order by i.run_at limit 500) d order by d.run_id loop
    perform job.memo(w.run_id, w.step_id, '{"data":null}');
  end loop;
  if want <= 0 then return; end if;
  -- A claim that the database's memory loses is a claim that nobody holds, so it need not wait for the disk.
  perform set_config('synchronous_commit', 'off', true);
  -- Claims take turns across executors, so that a cap is exact.
  perform pg_advisory_xact_lock(7, 0);
  return query with recursive
    lanes as (
      (select lane, cap from job.item where owner is null and not wake order by lane, born limit 1)
      union all select n.lane, n.cap from lanes l, lateral (select i.lane, i.cap from job.item i
        where i.owner is null and not i.wake and i.lane > l.lane order by i.lane, i.born limit 1) n),
    held as (select i.tenant, count(*) as n from job.item i where i.owner is not null group by i.tenant),
    ready as (select p.*, row_number() over (partition by p.lane order by p.born) as nth from lanes l, lateral (
        select i.run_id, i.step_id, i.tenant, i.lane, i.born from job.item i
        where i.lane = l.lane and i.owner is null and not i.wake
          and (i.run_at <= clock_timestamp() or i.attempt = 0 and i.lost = 0) order by i.born
        limit greatest(0, least(want, l.cap - (select count(*) from job.item h where h.lane = l.lane and h.owner is not null)))
        for update skip locked) p),
    turns as (select r.*, coalesce(h.n, 0) + row_number() over (partition by r.tenant order by r.nth, r.born) as turn
      from ready r left join held h on h.tenant = r.tenant),
    mine as (update job.item i set owner = me from (select * from turns where turn <= share order by turn, random() limit want) t
      where i.run_id = t.run_id and i.step_id = t.step_id returning i.*)
    select m.run_id, m.step_id, m.attempt, m.lost,
      jsonb_build_object('fn', r.fn, 'event', r.event, 'attempts', r.attempts, 'parallel', r.parallel),
      coalesce(s.steps, '{}'), coalesce(s.stack, '[]')
    from mine m join job.run r on r.id = m.run_id left join lateral
      (select jsonb_object_agg(id, result) steps, jsonb_agg(id order by seq) stack from job.step where run_id = m.run_id) s on true;
end $$;

-- Claims whose executor's session is gone may be claimed again.
create or replace function job.release_orphans() returns void language sql as $$
  update job.item set owner = null, lost = lost + 1, run_at = least(run_at, clock_timestamp()) where owner is not null and owner not in
    (select objid::int from pg_locks where locktype = 'advisory' and classid = 7
      and database = (select oid from pg_database where datname = current_database())) $$;
