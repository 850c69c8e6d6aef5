import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { advanceRequest } from './advance-request'
import { listDueRequests } from './request-store'

const AT_ONCE = 200

/** Does what is due of every request of an organisation whose own run was lost. Answers how many were looked at. */
export async function advanceDue(scope: OrgScope): Promise<number> {
  const due = await listDueRequests(scope, now(), AT_ONCE)
  for (const id of due) await advanceRequest(scope, id)
  return due.length
}
