import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Domain } from './schema'
import * as store from './store'

/** A domain by slug or id; throws not_found. */
export async function getDomain(scope: OrgScope, slugOrId: string): Promise<Domain> {
  const domain = await store.findDomain(scope, slugOrId)
  if (!domain) throw notFound('domain')
  return domain
}
