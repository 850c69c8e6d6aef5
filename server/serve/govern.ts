import { type AppError, forbidden } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import type { Plan, Reading } from './reading'
import { sightOf } from './sight-of'

/** What a plan shows, the ports that policies give nothing of, by "product.port" with why, and the policies that said so. */
type Governed = { readings: Reading[]; denied: ReadonlyMap<string, AppError>; policyVersion: string }

/**
 * What a plan may show: each port's rows and columns by the policies of this moment, masks in the place of what is not shown plain.
 * Whether they still stand is asked when the receipt is given. A plan has every port that a statement's text could mean: one
 * that policies give nothing of is left out, so that the statement may read the others. Throws `forbidden` where none is left. Every decision
 * is logged.
 */
export async function govern(actor: Actor, plan: Plan): Promise<Governed> {
  const { version: policyVersion } = await policy.inForce(actor.scope)
  const denied = new Map<string, AppError>()
  const readings = plan.readings.flatMap((reading) => {
    const seen = sightOf(actor, reading, plan.purpose)
    const { effect, because } = seen
    const circumstances = { purpose: plan.purpose }
    const { resource } = reading
    policy.decisionLog.note(actor, { action: 'query', resource, decision: { effect, because }, circumstances })
    if (seen.effect === 'allow') return [narrowed(reading, seen.sights, policyVersion)]
    const name = `${reading.source.product}.${reading.source.port}`
    denied.set(name, forbidden(`You may not query ${name}${because[0] ? ` (${because[0]})` : ''}.`))
    return []
  })
  const [first] = denied.values()
  if (readings.length === 0 && first) throw first
  return { readings, denied, policyVersion }
}

function narrowed(reading: Reading, sights: policy.ObjectSight[], policyVersion: string): Reading {
  const objects = reading.objects.map((object, at) => {
    const { rows, columns } = sights[at]!
    const shown = object.columns.flatMap((column) => {
      const seen = columns.find(({ name }) => name === column.name)
      if (!seen || seen.hidden) return []
      return [{ ...column, ...(seen.sql !== null && { sql: seen.sql }) }]
    })
    return { ...object, columns: shown, ...(rows !== null && { where: rows }) }
  })
  const listed = reading.source.objects.map((object, at) => ({
    ...object,
    columns: objects[at]!.columns.map(({ name }) => name),
  }))
  return {
    ...reading,
    // A port of several objects stays one, though policies may show but one of them.
    objects: objects.filter(({ columns }) => columns.length > 0),
    source: { ...reading.source, policyVersion, objects: listed },
  }
}
