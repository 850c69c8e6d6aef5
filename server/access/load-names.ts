import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import type { Names } from './shape'
import type { Level } from './step-plan'

/** The names that requests and grants are shown with, and the people who stand on each level of their steps. */
export async function loadNames(scope: OrgScope): Promise<Names> {
  const [people, domains] = await Promise.all([tenancy.listMembers(scope), tenancy.listDomains(scope)])
  const active = people.filter(({ state }) => state === 'active')
  const known = new Map<string, Level[]>()
  return {
    people: new Map(people.map(({ id, name }) => [id, name])),
    domains: new Map(domains.map(({ id, slug }) => [id, slug])),
    domainNames: new Map(domains.map(({ id, name }) => [id, name])),
    levels: (role, domainId) => {
      const key = `${role} ${domainId}`
      const found =
        known.get(key) ??
        policy.levelsOf[role].map((level) => {
          const there = active.filter((person) => policy.standsOn(level, person, domainId))
          const owners = there.filter((one) => one.domains.some((own) => own.id === domainId && own.role === 'owner'))
          const named = (list: typeof there) => list.map(({ id, name }) => ({ id, name }))
          return { level, people: named(there), ...(level === 'domain' && { first: named(owners) }) }
        })
      known.set(key, found)
      return found
    },
  }
}
