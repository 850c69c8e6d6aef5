import type { SourceGrant } from '@/server/connectors'
import * as policy from '@/server/policy'
import type { Port, PortObject } from '@/server/product'
import type { Principal } from '@/server/tenancy'
import type { StoredGrant } from './store'

type Given = Pick<SourceGrant, 'objects' | 'maskKeys'>

/**
 * The objects of a grant as policies let its holder see them at this moment: rows, columns and masks. Else why nothing of it may stand in
 * the source: policies deny it, or say what a view could not keep.
 */
export function sourceObjects(
  holder: Principal,
  grant: Pick<StoredGrant, 'purpose'>,
  { port, objects }: { port: Port; objects: PortObject[] },
): { ok: true; given: Given } | { ok: false; why: string } {
  const { domainId, productId, slug: product, name, tags } = port
  const whole = { type: 'product' as const, id: productId, domainId, published: true, facts: { slug: product, tags } }
  const resource = { ...policy.portResource({ name }, whole), held: true }
  const place = { resource, product, productId, port: name, several: port.objects.length > 1 }
  const circumstances = { purpose: grant.purpose }
  const every = (object: PortObject) => port.objects.find((one) => one.name === object.name)!.columns
  const seen = policy.sourceSight(
    { principal: holder, action: 'query', port: place, circumstances },
    objects.map((object) => ({ ...object, every: every(object) })),
  )
  if (seen.effect === 'inexact') return { ok: false, why: `${seen.why} Read it in the portal.` }
  const because = seen.effect === 'deny' && seen.because[0] ? ` (${seen.because[0]})` : ''
  if (seen.effect === 'deny') return { ok: false, why: `Policies do not let its holder read it now${because}.` }
  const given = objects.flatMap((object, at) => objectOf(object, every(object), seen.sights[at]!) ?? [])
  if (given.length === 0) return { ok: false, why: 'Policies hide every column of it from its holder.' }
  const keyed = Object.keys(seen.keys).length > 0
  return { ok: true, given: { objects: given, ...(keyed && { maskKeys: seen.keys }) } }
}

type Object = SourceGrant['objects'][number]

function objectOf({ name, ref, columns }: PortObject, every: PortObject['columns'], sight: policy.SourceSight) {
  const shown = columns.flatMap(({ name: own, physical }): Object['columns'] => {
    const seen = sight.columns.find((column) => column.name === own)
    return !seen || seen.hidden ? [] : [{ name: own, physical, ...(seen.sql && { mask: seen.sql }) }]
  })
  if (shown.length === 0) return null
  const text = [sight.rows, ...shown.flatMap(({ mask }) => mask ?? [])]
    .filter((part) => typeof part === 'string')
    .join()
  // What is not written there is not read; what is written elsewhere alike is read for nothing.
  const over = every.filter(({ physical }) => text.includes(`"${physical.replaceAll('"', '""')}"`))
  return {
    name,
    ref,
    columns: shown,
    ...(sight.rows !== null && { where: sight.rows }),
    ...(over.length > 0 && { over: over.map(({ physical, type }) => ({ physical, type })) }),
  }
}
