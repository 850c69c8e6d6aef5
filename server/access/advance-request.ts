import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { conclude } from './conclude'
import { dueOf } from './due-of'
import { loadLevels } from './load-levels'
import { isOpen } from './request-life'
import * as store from './request-store'
import { askedOf, climb, type Levels, spent } from './step-plan'

/**
 * Does what the clock has to do with a request, if its time has come, and tells when to look again; null once it is decided. Two
 * who look at once do it once: the request is held, and what is due is read from it.
 */
export async function advanceRequest(scope: OrgScope, id: string): Promise<Date | null> {
  return withOrg(scope, async (tx) => {
    const row = await store.lockRequest(scope, id)
    if (!row || !isOpen(row.state)) return null
    const levels = await loadLevels(scope)
    const at = now()
    const due = dueOf(row, levels)
    // A step whose people have all gone climbs at once.
    const left = row.steps.filter(({ state }) => state === 'waiting')
    const orphan = left.some((step) => askedOf(step, levels, deciding(row)).length === 0 && step.climbedTo !== 'nobody')
    if (orphan && row.state === 'submitted') await climbOne(scope, row, levels, at)
    else if (due.at > at) {
      await store.updateRequest(scope, id, { dueAt: due.at })
      return due.at
    } else if (due.what === 'time_out') {
      const note = row.state === 'info_needed' ? 'The question was not answered in time.' : 'Nobody decided it in time.'
      await conclude(tx, scope, row, { to: 'timed_out', by: 'system', byName: 'Stoa', note, at, policyVersion: '' })
      const resource = { type: 'request', id }
      await audit.record(scope, { actor: 'system', action: 'access.timed_out', resource, detail: { note } })
      return null
    } else if (due.what === 'remind') await remind(scope, row, levels, at)
    else await climbOne(scope, row, levels, at)
    const moved = await store.findRequest(scope, id)
    const dueAt = moved && dueOf(moved, levels).at
    await store.updateRequest(scope, id, { dueAt })
    return dueAt
  })
}

const deciding = (row: store.StoredRequest) => ({
  domainId: row.domainId,
  not: spent(row.principalId, row.steps),
})
const about = (row: store.StoredRequest) => `${row.productTitle}, ${row.port}`

async function remind(scope: OrgScope, row: store.StoredRequest, levels: Levels, at: Date) {
  const asks = row.state === 'info_needed'
  const waiting = row.steps.filter(({ state }) => state === 'waiting')
  const asked = waiting.flatMap((step) => askedOf(step, levels, deciding(row)).map(({ id }) => id))
  const who = (await tenancy.findMember(scope, row.principalId))?.name ?? 'Somebody'
  await store.updateRequest(scope, row.id, { remindedAt: at }, { at, state: 'reminded', by: 'system', note: null })
  await notify.tell(scope, {
    to: asks ? [row.principalId] : asked,
    kind: 'access/request.reminded',
    title: asks ? `Your request for ${about(row)} waits for your answer` : `${who} still waits for ${about(row)}`,
    link: asks ? '/access?show=requests' : `/inbox?id=${row.id}`,
  })
}

async function climbOne(scope: OrgScope, row: store.StoredRequest, levels: Levels, at: Date) {
  const newly = new Set<string>()
  for (const step of row.steps.filter(({ state }) => state === 'waiting')) {
    const climbedTo = climb(step, levels, deciding(row))
    if (climbedTo === null) continue
    await store.updateStep(scope, step.id, { climbedTo })
    for (const { id } of askedOf({ ...step, climbedTo }, levels, deciding(row))) newly.add(id)
  }
  await store.updateRequest(scope, row.id, {}, { at, state: 'climbed', by: 'system', note: null })
  await notify.tell(scope, {
    to: [...newly],
    kind: 'access/request.climbed',
    title: `A request for ${about(row)} has waited too long, and asks you too`,
    body: row.reason ?? undefined,
    link: `/inbox?id=${row.id}`,
  })
}
