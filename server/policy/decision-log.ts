import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { log } from '@/server/platform/log'
import type { Actor } from '@/server/tenancy'
import * as store from './decision-store'
import { loadedOf } from './loaded'
import type { Action, Circumstances, Decision, Resource } from './schema'
import { surfaceOf } from './surface-of'

/** How long decisions wait for company before they are written, in ms, and how many are written at once. */
const waitMs = 100
const atOnce = 500
const keptMs = 90 * 86_400_000

type Waiting = { scope: OrgScope; decisions: store.NewDecision[]; timer: NodeJS.Timeout }
const holder = globalThis as typeof globalThis & {
  stoaDecisions?: Map<string, Waiting>
  stoaDecisionsWriting?: Map<string, Promise<void>>
  stoaDecisionsPruned?: Map<string, number>
}
holder.stoaDecisions ??= new Map()
holder.stoaDecisionsWriting ??= new Map()
holder.stoaDecisionsPruned ??= new Map()
const [waiting, writing, pruned] = [holder.stoaDecisions, holder.stoaDecisionsWriting, holder.stoaDecisionsPruned]

type Felt = { action: Action; resource: Resource; decision: Decision; circumstances?: Circumstances }

/** Notes a decision that somebody feels; it is written with others, off the path of the answer. */
function logDecision(actor: Actor, { action, resource, decision, circumstances }: Felt): void {
  const { scope, principal, requestId, via } = actor
  const entry: store.NewDecision = {
    id: newId('decision'),
    at: now(),
    principal: principal.id,
    action,
    resource,
    effect: decision.effect,
    because: decision.because,
    policyVersion: loadedOf(scope.orgId)?.version ?? '',
    purpose: circumstances?.purpose ?? null,
    surface: circumstances?.surface ?? surfaceOf[via],
    requestId,
  }
  const own = waiting.get(scope.orgId)
  if (own) own.decisions.push(entry)
  else
    waiting.set(scope.orgId, { scope, decisions: [entry], timer: setTimeout(() => void settle(scope), waitMs).unref() })
  if (own && own.decisions.length >= atOnce) void settle(scope)
}

/** Writes what waits; resolves once it is there, and what was on its way. A door waits for it where an answer rests on the decision: a refusal, a change. */
function settle(scope: OrgScope): Promise<void> {
  const own = waiting.get(scope.orgId)
  const before = writing.get(scope.orgId)
  if (!own) return before ?? Promise.resolve()
  waiting.delete(scope.orgId)
  clearTimeout(own.timer)
  const mine = Promise.all([before, write(own)]).then(() => {
    if (writing.get(scope.orgId) === mine) writing.delete(scope.orgId)
  })
  writing.set(scope.orgId, mine)
  return mine
}

async function write({ scope, decisions }: Waiting) {
  await store.insertDecisions(scope, decisions).catch((error) => log.error('decisions could not be logged', { error }))
  const day = Math.floor(now().getTime() / 86_400_000)
  if (pruned.get(scope.orgId) === day) return
  pruned.set(scope.orgId, day)
  await store.deleteDecisionsBefore(scope, new Date(now().getTime() - keptMs)).catch(() => undefined)
}

/** The decision log as it is written. */
export const decisionLog = { note: logDecision, settle }
