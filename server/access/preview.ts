import type { Actor } from '@/server/tenancy'
import { planRequest } from './plan-request'
import { listDecided } from './request-store'
import type { NewRequest } from './schema'
import { askedOf } from './step-plan'
import { usualTime } from './usual-time'

const LOOKED_AT = 50

/** What asking would take: who would decide, why they, and how long that usually takes. Nothing is sent. */
export async function preview(actor: Actor, ask: Pick<NewRequest, 'product' | 'port' | 'for' | 'columns' | 'rows'>) {
  const { port, holder, steps, levels } = await planRequest(actor, ask)
  const of = { domainId: port.domainId, not: [actor.principal.id] }
  const decided = await listDecided(actor.scope, { domainId: port.domainId }, LOOKED_AT)
  return {
    for: holder,
    automatic: steps.length === 0,
    steps: steps.map((step) => ({
      role: step.role,
      because: step.because,
      ...(step.climbedTo && { climbedTo: step.climbedTo }),
      deciders: askedOf(step, levels, of).map(({ name }) => name),
    })),
    usual: usualTime(decided),
  }
}
