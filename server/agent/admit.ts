import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError, forbidden } from '@/server/platform/errors'
import type { Principal } from '@/server/tenancy/schema'
import { loadPrincipal } from './load-principal'
import { recordAct } from './record-act'
import * as store from './store'
import { findUse, takeCall } from './use-store'

/** Lets an agent in for one call, which it counts; refused, it is told by what, and a line of its history says so. */
export async function admit(scope: OrgScope, id: string): Promise<Principal | null> {
  const found = await loadPrincipal(scope, id)
  if (!found.ok) {
    if (found.name === null) return null
    await refused(scope, id, found.reason)
    throw forbidden(found.reason)
  }
  if (await takeCall(scope, id)) return found.principal
  const [agent, { minuteLeft }] = await withOrg(scope, async () => [
    await store.find(scope, id),
    await findUse(scope, id),
  ])
  const spent = `The budget of ${found.principal.name} is spent: ${agent?.callsPerMinute ?? 0} calls a minute. Try again in ${minuteLeft} s.`
  await refused(scope, id, spent.replace(/ Try again.*/, ''))
  throw new AppError('limited', spent, { retryAfter: minuteLeft })
}

const refused = (scope: OrgScope, id: string, why: string) =>
  recordAct(scope, id, { call: 'any call', about: null, outcome: 'refused', why, rows: null, merged: true })
