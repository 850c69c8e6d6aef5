import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Names } from './shape'
import type { StoredGrant, StoredRequest } from './store'

type Row = Pick<StoredRequest | StoredGrant, 'principalId' | 'domainId' | 'events'>

/** The names that these requests or grants are shown with. */
export async function loadNames(scope: OrgScope, rows: Row[]): Promise<Names> {
  const { members, domains } = await tenancy.loadNames(scope, {
    // Whoever decided or ended one stands in its history.
    members: rows.flatMap(({ principalId, events }) => [principalId, ...events.map(({ by }) => by)]),
    domains: rows.map(({ domainId }) => domainId),
  })
  return { people: members, domains: new Map([...domains].map(([id, { slug }]) => [id, slug])) }
}
