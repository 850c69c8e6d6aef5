import { now } from '@/server/platform/clock'
import type { Actor } from '@/server/tenancy'
import { takeStep } from './take-step'

/** Says that somebody looks after an incident. */
export async function acknowledge(actor: Actor, { id, note }: { id: string; note?: string }): Promise<void> {
  const at = now()
  const change = { state: 'acknowledged', acknowledgedAt: at } as const
  await takeStep(actor, { id, step: 'acknowledge', kind: 'acknowledged', at, note, change })
}
