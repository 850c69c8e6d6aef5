import type { OrgScope } from '@/server/platform/db'
import { sleepAll } from './asleep-store'

/** After a restore: every session ends, every token and invitation sleeps. Answers how many sleep. */
export const sleepCredentials = (scope: OrgScope, at: Date): Promise<{ tokens: number; invitations: number }> =>
  sleepAll(scope, at)
