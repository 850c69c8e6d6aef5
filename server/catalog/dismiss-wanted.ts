import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as wanted from './wanted-store'

/** Takes a question off the board, with a word why; who asked is still told if something answers it. Again changes nothing. */
export async function dismissWanted(actor: Actor, { id, note }: { id: string; note: string }): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    const row = await wanted.find(scope, id)
    if (!row) throw notFound('wanted search')
    if (row.state === 'dismissed') return
    const change = { from: 'open', to: 'dismissed', note, dismissedBy: principal.id, dismissedAt: now() } as const
    if (!(await wanted.move(scope, id, change)))
      throw conflict('This search was answered meanwhile; there is nothing to dismiss.')
    // Neither its words nor the reason: the audit outlives what people asked for.
    const resource = { type: 'wanted', id }
    await audit.record(scope, { actor: principal.id, action: 'wanted.dismissed', resource, requestId })
  })
}
