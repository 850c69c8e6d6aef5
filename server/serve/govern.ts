import { forbidden } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import type { Plan, Reading } from './reading'
import { sightOf } from './sight-of'

/**
 * What a plan may show: each port's rows and columns by the policies of this moment, masks in the place of what is not shown plain.
 * Whether they still stand is asked when the receipt is given. Throws `forbidden` for a port that policies give nothing of. Every decision is logged.
 */
export async function govern(actor: Actor, plan: Plan): Promise<{ readings: Reading[]; policyVersion: string }> {
  const { version: policyVersion } = await policy.inForce(actor.scope)
  const readings = plan.readings.map((reading) => {
    const seen = sightOf(actor, reading, plan.purpose)
    const { effect, because } = seen
    const circumstances = { purpose: plan.purpose }
    const { resource } = reading
    policy.decisionLog.note(actor, { action: 'query', resource, decision: { effect, because }, circumstances })
    const { product, port } = reading.source
    if (seen.effect === 'deny')
      throw forbidden(`You may not query ${product}.${port}${because[0] ? ` (${because[0]})` : ''}.`)
    return narrowed(reading, seen.sights, policyVersion)
  })
  return { readings, policyVersion }
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
