import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy/schema'
import { assemble } from './assemble'
import { decideBy } from './decide-by'
import { listAsked } from './decision-store'
import type { Question } from './explain'
import { load } from './load'
import type { Loaded } from './loaded'
import { type ObjectSight, portSight } from './port-sight'
import { readPolicies } from './read-policies'
import { readShipped } from './read-shipped'
import type { Action, Problem, Resource } from './schema'

const daysBack = 30
const mostAsked = 5_000
const mostShown = 500
/** Questions tried in one go, and ports looked into row by row and column by column; what is beyond is said to be left out. */
const mostTried = 200_000
const mostRead = 10_000
const atOnce = 500
const tried: readonly Action[] = ['discover', 'view', 'preview', 'query', 'request']

type Effect = 'allow' | 'deny'
type Port = NonNullable<Question['port']>
export type SimulatedChange = {
  principal: string
  action: Action
  resource: { type: string; id: string }
  before: Effect
  after: Effect
  because: string[]
  /** Where rows or masks are others than before. */
  sight?: { port: Port; before: ObjectSight[]; after: ObjectSight[] }
}
type Simulated = { problems: Problem[]; changes: SimulatedChange[]; total: number; asked: number; complete: boolean }
type World = {
  principals: readonly Principal[]
  resources: (principal: Principal) => Resource[]
  /** Ports as this principal would read them. */
  ports: (principal: Principal) => Port[]
}

/** What a draft would change: for everyone, every product and what is seen of every port, and for all that was asked in the last 30 days. */
export async function simulate(scope: OrgScope, draft: string, world: World): Promise<Simulated> {
  const read = await readPolicies(scope, draft)
  if (!read.ok) return { problems: read.problems, changes: [], total: 0, asked: 0, complete: true }
  const today = await load(scope)
  const then = assemble(scope, readShipped(), { number: today.number, policies: read.policies })
  const changes = new Map<string, SimulatedChange>()
  let asked = 0
  let complete = true
  const since = new Date(now().getTime() - daysBack * 86_400_000)
  for (const question of questions(world, await listAsked(scope, since, mostAsked))) {
    if (asked >= mostTried) {
      complete = false
      break
    }
    asked++
    // Others are answered meanwhile.
    if (asked % atOnce === 0) await new Promise((next) => setImmediate(next))
    const change = question.port ? readChange(question, today, then) : plainChange(question, today, then)
    const { type, id } = question.resource
    if (change) changes.set(`${change.principal} ${change.action} ${type} ${id}`, change)
  }
  return { problems: [], changes: [...changes.values()].slice(0, mostShown), total: changes.size, asked, complete }
}

function* questions(world: World, before: Awaited<ReturnType<typeof listAsked>>): Generator<Question> {
  let read = 0
  for (const principal of world.principals)
    for (const port of world.ports(principal))
      if (read++ < mostRead) yield { principal, action: 'query', resource: port.seen.resource, port }
  const byId = new Map(world.principals.map((principal) => [principal.id, principal]))
  for (const { principalId, action, resource } of before) {
    const principal = byId.get(principalId)
    // What is read of ports is tried above, as their columns are now.
    if (principal && (resource.type !== 'port' || action !== 'query'))
      yield { principal, action: action as Action, resource }
  }
  for (const principal of world.principals)
    for (const resource of world.resources(principal)) for (const action of tried) yield { principal, action, resource }
}

const placed = ({ principal, action, resource: { type, id } }: Question) => {
  return { principal: principal.id, action, resource: { type, id } }
}

function plainChange(question: Question, today: Loaded, then: Loaded): SimulatedChange | null {
  const [before, after] = [decideBy(today, question), decideBy(then, question)]
  if (before.effect === after.effect) return null
  const because = after.because.length > 0 ? after.because : before.because
  return { ...placed(question), before: before.effect, after: after.effect, because }
}

/** What is read of a port: whether, which rows, and under which masks. */
function readChange({ port, ...question }: Question, today: Loaded, then: Loaded): SimulatedChange | null {
  if (!port) return null
  const [before, after] = [today, then].map((loaded) => {
    return portSight({ ...question, port: port.seen }, port.objects, loaded)
  }) as [ReturnType<typeof portSight>, ReturnType<typeof portSight>]
  if (before.effect !== after.effect) {
    const because = after.because.length > 0 ? after.because : before.because
    return { ...placed(question), before: before.effect, after: after.effect, because }
  }
  if (before.effect === 'deny' || after.effect === 'deny' || shown(before.sights) === shown(after.sights)) return null
  const because = apart(before.sights, after.sights)
  const sight = { port, before: before.sights, after: after.sights }
  return { ...placed(question), before: 'allow', after: 'allow', because, sight }
}

const shown = (sights: ObjectSight[]) => JSON.stringify(sights.map(({ rows, columns }) => ({ rows, columns })))
/** The policies that narrow one of the two and not the other; where they are the same by name, all of them. */
function apart(before: ObjectSight[], after: ObjectSight[]): string[] {
  const [one, other] = [before, after].map((sights) => sights.flatMap(({ narrowing }) => narrowing)) as [
    string[],
    string[],
  ]
  const differing = [...other.filter((id) => !one.includes(id)), ...one.filter((id) => !other.includes(id))]
  return [...new Set(differing.length > 0 ? differing : other)]
}
