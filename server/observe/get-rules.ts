import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { AdjustmentRules } from './rule-schema'
import * as rules from './rule-store'

/** What is done by itself about a product's incidents; nothing while nobody wrote it. */
export async function getRules(scope: OrgScope, productId: string): Promise<AdjustmentRules> {
  const written = await rules.findRules(scope, productId)
  if (!written) return { items: [], author: null, updatedAt: null, etag: rules.noRules }
  const { items, etag, authorId, updatedAt } = written
  const author = (await tenancy.findMember(scope, authorId))?.name ?? null
  return { items, author, updatedAt: updatedAt.toISOString(), etag }
}
