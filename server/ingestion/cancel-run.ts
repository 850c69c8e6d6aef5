import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { runEnded } from './events'
import { addEvent, askCancel, endRun, findRun } from './run-store'

/** Ends a run: at once where nobody works on it, else as soon as its worker hears of it. What was recorded before stays. */
export async function cancelRun(actor: Actor, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async (tx) => {
    const run = await findRun(scope, id)
    if (!run) throw notFound('run')
    if (run.state === 'cancelled') return
    if (!['queued', 'running', 'held'].includes(run.state)) throw conflict(`The run has ended already (${run.state}).`)
    await askCancel(scope, id)
    await addEvent(scope, id, { level: 'warn', message: `${principal.name} cancelled it.`, at: now() })
    const ended = await endRun(scope, id, { state: 'cancelled', at: now(), from: ['queued', 'held'] })
    if (ended) await emit(tx, { name: runEnded.name, data: { org: scope.orgId, run: id } })
    const resource = { type: 'run', id }
    await audit.record(scope, { actor: principal.id, action: 'run.cancelled', resource, requestId })
  })
}
