import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as wanted from './wanted-store'

/** Puts a dismissed question back on the board. Again changes nothing. */
export async function reopenWanted(actor: Actor, { id }: { id: string }): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    const row = await wanted.find(scope, id)
    if (!row) throw notFound('wanted search')
    if (row.state === 'open') return
    const change = { from: 'dismissed', to: 'open', note: null, dismissedBy: null, dismissedAt: null } as const
    if (!(await wanted.move(scope, id, change)))
      throw conflict('This search was answered; it opens again by itself when people search for it in vain.')
    const resource = { type: 'wanted', id }
    await audit.record(scope, { actor: principal.id, action: 'wanted.reopened', resource, requestId })
  })
}
