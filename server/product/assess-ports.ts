import type { OrgScope } from '@/server/platform/db'
import type { PortPlan } from './plan-ports'
import { type Judged, runChecks } from './run-checks'

export type Assessed = PortPlan & Judged

/** Runs the checks of the ports that have rows, one port after the other, so that one product never takes every slot. */
export async function assessPorts(
  scope: OrgScope,
  plans: PortPlan[],
  { keep, signal }: { keep: boolean; signal?: AbortSignal },
): Promise<Assessed[]> {
  const assessed: Assessed[] = []
  for (const plan of plans)
    assessed.push({ ...plan, ...(await runChecks(scope, { checks: plan.checks, shown: plan.shown, keep, signal })) })
  return assessed
}
