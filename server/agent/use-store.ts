import { type OrgScope, withOrg } from '@/server/platform/db'

// Budgets are counted by the database's clock, and each count is one update that holds the agent's row: calls that come at the
// same moment, in whichever process, take their turn there, and none goes beyond the budget of that moment.

/** Counts one call of this minute; false, and nothing counted, where the budget is spent. */
export const takeCall = (scope: OrgScope, agentId: string): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const taken = await tx.$executeRaw`
      update agent_use u set minute = m.now, calls = case when u.minute = m.now then u.calls else 0 end + 1
      from agent a, (select date_trunc('minute', clock_timestamp()) as now) m
      where u.org_id = ${scope.orgId} and u.agent_id = ${agentId} and a.org_id = u.org_id and a.id = u.agent_id
        and case when u.minute = m.now then u.calls else 0 end < a.calls_per_minute`
    return taken === 1
  })

/** Counts rows of this day (UTC); false, and nothing counted, where fewer are left. */
export const takeRows = (scope: OrgScope, agentId: string, rows: number): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const taken = await tx.$executeRaw`
      update agent_use u set day = d.today, rows = case when u.day = d.today then u.rows else 0 end + ${rows}::bigint
      from agent a, (select (clock_timestamp() at time zone 'UTC')::date as today) d
      where u.org_id = ${scope.orgId} and u.agent_id = ${agentId} and a.org_id = u.org_id and a.id = u.agent_id
        and case when u.day = d.today then u.rows else 0 end + ${rows}::bigint <= a.rows_per_day`
    return taken === 1
  })

/** Gives back rows that were counted today and then not read. */
export const giveRows = (scope: OrgScope, agentId: string, rows: number): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.$executeRaw`
      update agent_use set rows = greatest(0, rows - ${rows}::bigint)
      where org_id = ${scope.orgId} and agent_id = ${agentId} and day = (clock_timestamp() at time zone 'UTC')::date`
  })

/** What was used of this minute and this day, and how long both still last, in seconds. */
export const findUse = (
  scope: OrgScope,
  agentId: string,
): Promise<{ calls: number; rows: number; minuteLeft: number; dayLeft: number }> =>
  withOrg(scope, async (tx) => {
    const [use] = await tx.$queryRaw<{ calls: number; rows: bigint; minute_left: number; day_left: number }[]>`
      select case when u.minute = date_trunc('minute', t.now) then u.calls else 0 end as calls,
        case when u.day = (t.now at time zone 'UTC')::date then u.rows else 0 end as rows,
        ceil(60 - extract(second from t.now))::int as minute_left,
        ceil(86400 - extract(epoch from (t.now at time zone 'UTC')::time))::int as day_left
      from agent_use u, (select clock_timestamp() as now) t where u.org_id = ${scope.orgId} and u.agent_id = ${agentId}`
    const { calls = 0, rows = 0n, minute_left = 60, day_left = 86_400 } = use ?? {}
    return { calls, rows: Number(rows), minuteLeft: minute_left, dayLeft: day_left }
  })
