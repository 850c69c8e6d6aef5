import type { RequestStep, StepState } from './schema'

/** Which steps a request has, who is asked to take each, and which of them somebody fills. */

export interface Person {
  id: string
  name: string
}
type Role = RequestStep['role']
type Climb = 'steward' | 'organisation_owner' | 'nobody'
/** The people of one level of a step, the nearest level first. */
export interface Level {
  level: string
  people: Person[]
  /** Those who are asked before the others of the level: a domain's owners before its publishers. */
  first?: Person[]
}
/** Who stands on which level of a step, for products of one domain. */
export type Levels = (role: Role, domainId: string) => Level[]

export interface Step {
  position: number
  role: Role
  because: string
  state: StepState
  climbedTo: Climb | null
  by: string | null
  onBehalfOf: string | null
  at: Date | null
  note: string | null
}

/** How far up the levels a step is asked: its own level alone, or as far as it has climbed. */
const reach = (levels: Level[], climbedTo: Climb | null) =>
  climbedTo === null
    ? 1
    : climbedTo === 'nobody'
      ? levels.length
      : levels.findIndex((one) => one.level === climbedTo) + 1

/** The people who are asked to take a step now; those who ask themselves and those who took another step are not. */
export function askedOf(
  step: Pick<Step, 'role' | 'climbedTo'>,
  levels: Levels,
  of: { domainId: string; not: readonly string[] },
): Person[] {
  const all = levels(step.role, of.domainId)
  const left = (people: Person[]) => people.filter(({ id }) => !of.not.includes(id))
  const people = all.slice(0, reach(all, step.climbedTo)).flatMap((one) => {
    const first = left(one.first ?? [])
    return first.length > 0 ? first : left(one.people)
  })
  return [...new Map(people.map((one) => [one.id, one])).values()]
}

/** The next level up of a step on which somebody stands; `nobody` where there is none at all, null where it cannot climb. */
export function climb(
  step: Pick<Step, 'role' | 'climbedTo'>,
  levels: Levels,
  of: { domainId: string; not: readonly string[] },
): Climb | null {
  const all = levels(step.role, of.domainId)
  const known = new Set(askedOf(step, levels, of).map(({ id }) => id))
  const from = step.climbedTo === 'nobody' ? 1 : reach(all, step.climbedTo)
  for (const { level, people } of all.slice(from))
    if (people.some(({ id }) => !known.has(id) && !of.not.includes(id))) return level as Climb
  return known.size === 0 && step.climbedTo !== 'nobody' ? 'nobody' : null
}

/** Steps as they begin: one that nobody of its own level can take has climbed already. Nobody is counted on for two. */
export function planSteps(
  needed: readonly { role: Role; because: string }[],
  levels: Levels,
  of: { domainId: string; asker: string },
): Step[] {
  const taken = [of.asker]
  return needed.map(({ role, because }, position) => {
    const not = { domainId: of.domainId, not: taken }
    let climbedTo: Climb | null = null
    if (askedOf({ role, climbedTo }, levels, not).length === 0) climbedTo = climb({ role, climbedTo }, levels, not)
    const asked = askedOf({ role, climbedTo }, levels, not)
    if (asked.length === 1) taken.push(asked[0]!.id)
    return { position, role, because, state: 'waiting', climbedTo, by: null, onBehalfOf: null, at: null, note: null }
  })
}

/** Hardest to fill first, so that who may fill several leaves the others to those who may not. */
const order: readonly Role[] = ['steward', 'owner', 'second']

/** The step that a decision of somebody fills: null where none that waits is theirs to take. */
export function stepFor<S extends Pick<Step, 'role' | 'state'>>(
  steps: readonly S[],
  fills: (role: Role) => boolean,
): S | null {
  const waiting = steps.filter((step) => step.state === 'waiting' && fills(step.role))
  return waiting.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))[0] ?? null
}

/** Those who may not take another step of a request: who asks, and who has taken one, in their own name or another's. */
export const spent = (principalId: string, steps: readonly Pick<Step, 'by' | 'onBehalfOf'>[]): string[] => [
  principalId,
  ...steps.flatMap(({ by, onBehalfOf }) => [by, onBehalfOf].filter((id) => id !== null)),
]
