import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy/schema'
import { giveRows } from './use-store'

/** Gives an agent back what was counted and then not read; a member has no such budget. */
export async function returnRows(scope: OrgScope, { id, type }: Principal, rows: number): Promise<void> {
  if (type === 'agent' && rows > 0) await giveRows(scope, id, rows)
}
