import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import type { Level, Levels, Step } from './step-plan'

const nobody: Levels = () => []

/** The people who stand on each level of a step. Nobody is looked up for requests of which no step waits; without any, for all. */
export async function loadLevels(scope: OrgScope, of?: { steps: Pick<Step, 'state'>[] }[]): Promise<Levels> {
  if (of && !of.some(({ steps }) => steps.some(({ state }) => state === 'waiting'))) return nobody
  const active = (await tenancy.listMembers(scope)).filter(({ state }) => state === 'active')
  const known = new Map<string, Level[]>()
  return (role, domainId) => {
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
  }
}
