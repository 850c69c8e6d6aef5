import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { invalid, notFound } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import * as store from './delegation-store'
import type { NewDelegation } from './schema'

const LONGEST = 180 * 86_400_000 // ms

/** Lets a colleague decide in one's place while one is away. What they may not decide themselves they still may not of their own. */
export async function delegate(actor: Actor, { to, from, until, note }: NewDelegation) {
  const { scope, principal } = actor
  const at = now()
  const startsAt = from ? new Date(from) : at
  const endsAt = new Date(until)
  const wrong = (path: string, message: string) => invalid(message, [{ path, message }])
  if (endsAt <= startsAt || endsAt <= at) throw wrong('until', 'must be later than the beginning, and than now')
  if (endsAt.getTime() - startsAt.getTime() > LONGEST)
    throw wrong('until', 'must be at most 180 days after the beginning')
  if (to === principal.id) throw wrong('to', 'must be somebody else')
  const deputy = await tenancy.findMember(scope, to)
  if (deputy?.state !== 'active') throw notFound('member')
  const row = { id: newId('delegation'), fromId: principal.id, toId: to, startsAt, endsAt, note: note || null }
  await withOrg(scope, async () => {
    await store.insertDelegation(scope, { ...row, createdAt: at, endedAt: null })
    await notify.tell(scope, {
      to: [to],
      kind: 'access/delegation.made',
      title: `${principal.name} asks you to decide requests in their place`,
      body: note,
      link: '/inbox',
    })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.delegated',
      resource: { type: 'member', id: to },
      detail: { from: startsAt.toISOString(), until: endsAt.toISOString() },
      requestId: actor.requestId,
    })
  })
  const names = { fromName: principal.name, toName: deputy.name }
  const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), live: startsAt <= at }
  return { id: row.id, from: principal.id, to, ...names, ...times, note: row.note }
}
