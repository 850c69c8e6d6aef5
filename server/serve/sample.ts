import type { Actor } from '@/server/tenancy'
import { answer } from './answer'
import { asOf, type Instead } from './as-of'
import { plan } from './plan'
import type { Answer } from './schema'

type Ask = {
  sql: string
  purpose?: string
  limit: number
  /** What is read in the place of a file, by its key; only for those who read the port by their role, since a grant is for what the port shows. */
  instead?: Instead
}

/** The first rows of a statement that was made of what is known, by the right of this moment; `instead`: whether other rows than the port shows were read. */
export async function sample(
  actor: Actor,
  { instead, ...ask }: Ask,
  signal?: AbortSignal,
): Promise<Answer & { instead: boolean }> {
  const planned = await plan(actor, { ...ask, format: 'json' })
  const replaced = (instead?.size ?? 0) > 0 && planned.readings.every(({ source }) => source.grant === null)
  if (!replaced) return { ...(await answer(actor, planned, signal)), instead: false }
  planned.ahead?.drop()
  const readings = planned.readings.map((reading) => asOf(reading, instead))
  return { ...(await answer(actor, { ...planned, readings, ahead: undefined }, signal)), instead: true }
}
