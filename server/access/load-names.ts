import * as agent from '@/server/agent'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Names } from './shape'

/** The names that a list of requests or grants is shown with. */
export async function loadNames(scope: OrgScope): Promise<Names> {
  const [people, domains] = await Promise.all([agent.listNames(scope), tenancy.listDomains(scope)])
  return {
    people,
    domains: new Map(domains.map(({ id, slug }) => [id, slug])),
  }
}
