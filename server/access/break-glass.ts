import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, forbidden, invalid, notFound } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { conclude } from './conclude'
import { endOf, parseDuration } from './duration'
import { getRequest } from './get-request'
import { type HeldPort, heldPorts } from './held-ports'
import { newRow } from './new-row'
import { planRequest } from './plan-request'
import * as store from './request-store'
import type { AccessRequest, Emergency } from './schema'
import { askedOf } from './step-plan'

const SOME_DAY = new Date(0)

/**
 * Takes access in an emergency, without anybody's leave: whom policy names, for a few hours, with a reason. Those who would have
 * decided are told at once, and have to review it before it can be done again.
 */
export async function breakGlass(actor: Actor, ask: Emergency): Promise<AccessRequest> {
  const { scope, principal } = actor
  const { product, port, purpose, reason, duration } = ask
  await tenancy.demandPurpose(scope, purpose)
  const plan = await planRequest(actor, { product, port, purpose })
  demandShort(plan.emergency, duration)
  const id = newId('request')
  const at = now()
  const asked = { id, principalId: principal.id, purpose, reason, duration, columns: [], rows: null }
  const row = newRow(plan, { ...asked, state: 'submitted', at, breakGlass: true })
  await withOrg(scope, async (tx) => {
    if (await store.lockEmergencies(scope, principal.id))
      throw conflict('Your last emergency waits for its review: ask one of those who were told to review it first.')
    const held = await heldPorts(scope, principal.id, { purpose, productIds: [plan.port.productId] })
    if (held.some((one) => one.portName === port && isWhole(one, plan.port)))
      throw conflict(`You hold all of ${product} ${port} for ${purpose} already.`)
    await store.insertRequest(scope, row, null, plan.steps)
    const request = await store.findRequest(scope, id)
    if (!request) throw notFound('request')
    const by = { by: principal.id, byName: principal.name, note: null, at, policyVersion: await policy.version(scope) }
    const grant = await conclude(tx, scope, request, { to: 'approved', ...by })
    const of = { domainId: row.domainId, not: [principal.id] }
    const skipped = plan.steps.flatMap((step) => askedOf({ ...step, climbedTo: 'nobody' }, plan.levels, of))
    await notify.tell(scope, {
      to: skipped.map((person) => person.id),
      kind: 'access/glass.broken',
      title: `${principal.name} broke the glass for ${row.productTitle}, ${row.port}`,
      body: reason,
      link: `/inbox?box=review&id=${id}`,
    })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.glass_broken',
      resource: { type: 'request', id },
      detail: { product, port, purpose, duration, reason, grant },
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}

/** Whether a right shows every row and column of a port: to hold less is no reason to do without the rest in an emergency. */
const isWhole = (held: HeldPort, { objects, items }: product.Port): boolean =>
  items.every(({ name }) => held.items.some((one) => one.name === name)) &&
  objects.every(({ name, columns }) => {
    const known = held.objects.find((one) => one.name === name)
    const shown = known?.columns.map((column) => column.name) ?? []
    return known?.condition === null && columns.every((column) => shown.includes(column.name))
  })

function demandShort(longest: number, duration: string) {
  if (longest === 0) throw forbidden('Policy does not name you among those who may break the glass.')
  const length = parseDuration(duration)
  const hours = length.ok ? endOf(SOME_DAY, length.duration).getTime() / 3_600_000 : Number.POSITIVE_INFINITY
  if (hours > longest) {
    const message = `must be at most PT${longest}H (${longest} hours)`
    throw invalid(`An emergency lasts at most ${longest} hours.`, [{ path: 'duration', message }])
  }
}
