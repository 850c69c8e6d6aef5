import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy/schema'
import { assemble } from './assemble'
import { decideBy } from './decide-by'
import { listAsked } from './decision-store'
import { load } from './load'
import { readPolicies } from './read-policies'
import { readShipped } from './read-shipped'
import type { Action, Problem, Resource } from './schema'

const daysBack = 30
const mostAsked = 5_000
const mostShown = 500
const atOnce = 1_000
const tried: readonly Action[] = ['discover', 'view', 'preview', 'query', 'request']

type Question = { principal: Principal; action: Action; resource: Resource }
type Effect = 'allow' | 'deny'
export type SimulatedChange = {
  principal: string
  action: Action
  resource: { type: string; id: string }
  before: Effect
  after: Effect
  because: string[]
}
type Simulated = { problems: Problem[]; changes: SimulatedChange[]; total: number; asked: number }

/** What a draft would change: for everyone and every product, and for all that was asked in the last 30 days. */
export async function simulate(
  scope: OrgScope,
  draft: string,
  world: { principals: Principal[]; resources: (principal: Principal) => Resource[] },
): Promise<Simulated> {
  const read = await readPolicies(scope, draft)
  if (!read.ok) return { problems: read.problems, changes: [], total: 0, asked: 0 }
  const [today, shipped] = [await load(scope), readShipped()]
  const then = assemble(scope, shipped, { number: today.number, policies: read.policies })
  const changes = new Map<string, SimulatedChange>()
  let asked = 0
  for (const question of await questions(scope, world)) {
    asked++
    // Others are answered meanwhile.
    if (asked % atOnce === 0) await new Promise((next) => setImmediate(next))
    const [before, after] = [decideBy(today, question), decideBy(then, question)]
    if (before.effect === after.effect) continue
    const { principal, action, resource } = question
    const { type, id } = resource
    const because = after.because.length > 0 ? after.because : before.because
    const change = {
      principal: principal.id,
      action,
      resource: { type, id },
      before: before.effect,
      after: after.effect,
      because,
    }
    changes.set(`${principal.id} ${action} ${type} ${id}`, change)
  }
  return { problems: [], changes: [...changes.values()].slice(0, mostShown), total: changes.size, asked }
}

async function questions(scope: OrgScope, world: Parameters<typeof simulate>[2]): Promise<Question[]> {
  const byId = new Map(world.principals.map((principal) => [principal.id, principal]))
  const since = new Date(now().getTime() - daysBack * 86_400_000)
  const before = (await listAsked(scope, since, mostAsked)).flatMap(({ principalId, action, resource }): Question[] => {
    const principal = byId.get(principalId)
    return principal ? [{ principal, action: action as Action, resource }] : []
  })
  const standing = world.principals.flatMap((principal) =>
    world.resources(principal).flatMap((resource) => tried.map((action) => ({ principal, action, resource }))),
  )
  return [...before, ...standing]
}
