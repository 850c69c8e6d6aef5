import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { demandRight } from './demand-right'
import { endMarks } from './end-marks'
import { exceptionFor } from './exception'
import { listBroken, putException } from './exception-store'
import type { Resolution } from './schema'
import * as store from './store'
import { takeStep } from './take-step'

type Resolving = { id: string; as: Resolution; note: string; exceptUntil?: string }
const LONGEST = 366 // days

/**
 * Says what an incident was. One that was fixed comes back as soon as its promise is broken again; one that was expected, or a false
 * alarm, stays quiet until its promise was kept once. With an exception what is expected is kept from now on, until a time, while it is
 * no worse than now: who publishes the product says so.
 */
export async function resolve(actor: Actor, { id, as, note, exceptUntil }: Resolving): Promise<void> {
  const { scope, principal } = actor
  const at = now()
  const until = exceptUntil === undefined ? null : checkedEnd(as, exceptUntil, at)
  if (until) await demandPublisher(actor, id)
  const quiet = as !== 'fixed' && until === null
  const change = { state: 'resolved', resolvedAs: as, resolvedAt: at, quiet } as const
  await withOrg(scope, async () => {
    const broken = until ? await listBroken(scope, id) : []
    if (until && broken.length === 0)
      throw conflict('None of its promises is broken any more: there is nothing to except.')
    await takeStep(actor, {
      id,
      step: 'resolve',
      kind: 'resolved',
      at,
      note,
      change,
      as,
      exceptUntil: until ?? undefined,
    })
    for (const one of broken)
      if (until) await putException(scope, one.id, { ...exceptionFor(one), until, why: note, by: principal.id })
    await endMarks(scope, id, at)
  })
}

function checkedEnd(as: Resolution, exceptUntil: string, at: Date): Date {
  const wrong = (why: string) => invalid(`An exception ${why}.`, [{ path: 'exceptUntil', message: why }])
  const until = new Date(exceptUntil)
  if (as !== 'expected') throw wrong('is for what is expected')
  if (until <= at) throw wrong('must end in time to come')
  if (until.getTime() > at.getTime() + LONGEST * 86_400_000) throw wrong(`must end within ${LONGEST} days`)
  return until
}

async function demandPublisher(actor: Actor, id: string) {
  const incident = await store.findIncident(actor.scope, id)
  if (incident) await demandRight(actor, 'rebaseline', incident)
}
