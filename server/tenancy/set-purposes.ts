import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { stillMatches } from '@/server/platform/etag'
import { emit } from '@/server/platform/events'
import { purposesChanged } from './events'
import { nextPurposes, purposesOf } from './purpose-list'
import * as store from './purpose-store'
import type { Actor, Purpose, Purposes } from './schema'

/**
 * Writes the whole list. A purpose that is left out ends: what is read under it is refused from the next call on, and a job then
 * ends the grants. One named again opens again; what had ended under it stays ended. Conflict where the list has changed meanwhile.
 */
export async function setPurposes(
  actor: Actor,
  { items, ifMatch }: { items: Purpose[]; ifMatch?: string },
): Promise<Purposes> {
  const { scope } = actor
  return withOrg(scope, async (tx) => {
    await store.lockPurposes(scope)
    const before = await store.listPurposes(scope)
    const stood = purposesOf(before)
    if (!stillMatches(ifMatch, stood.etag)) {
      throw conflict('The purposes have changed since you read them: read them again, then make your change.')
    }
    const next = nextPurposes(before, items, now())
    const stands = purposesOf(next)
    if (stands.etag === stood.etag) return stood
    await store.putPurposes(scope, next)
    const slugs = (list: Purpose[]) => list.map(({ slug }) => slug)
    const [was, is] = [slugs(stood.items), slugs(stands.items)]
    await emit(tx, { name: purposesChanged.name, data: { org: scope.orgId } })
    await audit.record(scope, {
      actor: actor.principal.id,
      action: 'purposes.changed',
      resource: { type: 'organisation', id: scope.orgId },
      detail: {
        opened: is.filter((one) => !was.includes(one)),
        ended: was.filter((one) => !is.includes(one)),
        open: is,
      },
      requestId: actor.requestId,
    })
    return stands
  })
}
