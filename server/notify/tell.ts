import * as agent from '@/server/agent'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { NewNotification } from './schema'
import * as store from './store'

/** Tells members something; what is for an agent is told to its sponsor. Inside an open transaction they are told if, and only if, it commits. */
export async function tell(scope: OrgScope, notification: NewNotification): Promise<void> {
  const to = await agent.peopleBehind(scope, notification.to)
  if (to.length > 0) await store.insert(scope, { ...notification, to }, now())
}
