import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import { adjust } from './adjust'
import { listAdjustments } from './adjustment-store'
import { isLive } from './incident-life'
import { noteStep } from './note-step'
import { type RuleAction, ruleActions } from './rule-schema'
import * as rules from './rule-store'
import * as store from './store'

/** Who works on a rule has so long, in ms. */
const LEASE = 10 * 60_000
const HOUR = 3_600_000 // ms
const usualPause = 24 // hours
const usualWindow = 24 // hours
/** What is no fault of the moment, and would be refused again. */
const final = ['invalid', 'forbidden', 'not_found', 'conflict']

const words: Record<RuleAction, string> = {
  degrade: 'Mark degraded',
  pause: 'Pause',
  rerun: 'Read again',
  roll_back: 'Roll back',
  tell: 'Tell readers',
}

/**
 * Does what the rules of a product have to do, as their author and by the author's rights of this moment; what is refused is written
 * down with its incident. What is broken off goes on with the next call after a while, and does nothing twice.
 */
export async function runRules(scope: OrgScope, productId: string): Promise<void> {
  const at = now()
  const runs = await rules.claimRuns(scope, productId, { at, lost: new Date(at.getTime() - LEASE) })
  if (runs.length === 0) return
  await policy.load(scope)
  for (const run of runs) {
    const incident = await store.findIncident(scope, run.incidentId)
    // What is over before anything was done needs nothing any more.
    const over = !incident || (!isLive(incident.state) && (await doneBy(scope, run)).length === 0)
    for (const action of over ? [] : ruleActions.filter((each) => run.rule.do.includes(each)))
      await act(scope, run, action)
    await rules.endRun(scope, run, now())
  }
  await policy.decisionLog.settle(scope)
}

/** What this run has done already. */
const doneBy = async (scope: OrgScope, { incidentId, ruleKey, openedAt }: rules.RuleRun) =>
  (await listAdjustments(scope, incidentId)).filter((one) => one.ruleKey === ruleKey && one.at >= openedAt)

async function act(scope: OrgScope, run: rules.RuleRun, action: RuleAction) {
  const { incidentId: id, ruleKey, rule, authorId } = run
  if ((await doneBy(scope, run)).some((one) => one.kind === action)) return
  const principal = await tenancy.loadPrincipal(scope, authorId)
  if (!principal) return refused(scope, run, `${words[action]}: who wrote the rule is here no more.`)
  const actor = { scope, principal, requestId: `rule ${ruleKey}`, via: 'job' as const, scopes: null }
  const { kind, breaches } = rule.when
  const note =
    rule.note ?? `By rule: ${kind.replace('_', ' ')} was broken ${breaches === 1 ? 'once' : `${breaches} times`}.`
  const hours = rule.pauseHours ?? usualPause
  const until = action === 'pause' ? new Date(now().getTime() + hours * HOUR).toISOString() : undefined
  try {
    await adjust(actor, { id, kind: action, note, until, measureHours: usualWindow, ruleKey })
  } catch (error) {
    if (!(error instanceof AppError) || !final.includes(error.code)) throw error
    await refused(scope, run, `${words[action]}: ${error.message}`)
  }
}

const refused = (scope: OrgScope, { incidentId, ruleKey, authorId }: rules.RuleRun, note: string) =>
  withOrg(scope, async () => {
    const incident = await store.findIncident(scope, incidentId)
    const detail = { rule: ruleKey, author: authorId }
    if (incident) await noteStep(scope, incident, { kind: 'refused', at: now(), note: note.slice(0, 2_000), detail })
  })
