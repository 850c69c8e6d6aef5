import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as store from './store'

/** What everyone who may have acted is called, members and agents alike, by id. */
export async function listNames(scope: OrgScope): Promise<Map<string, string>> {
  const [people, programs] = await Promise.all([tenancy.listMembers(scope), store.names(scope)])
  return new Map([
    ...people.map(({ id, name, email }) => [id, name || email] as const),
    ...programs.map(({ id, name }) => [id, name] as const),
  ])
}
