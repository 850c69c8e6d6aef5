import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { HeldReceipt, Source } from './schema'
import { seenSources } from './seen-sources'
import * as store from './store'

/** One's own receipt, of what one may still find, and whether it holds: the same statement would read the same rows by the same right. */
export async function getReceipt(actor: Actor, id: string): Promise<HeldReceipt> {
  const found = await store.findReceipt(actor.scope, id)
  if (!found || found.principalId !== actor.principal.id) throw notFound('receipt')
  const { sources } = found.receipt
  if (!(await seenSources(actor, [sources]))(sources)) throw notFound('receipt')
  const version = await policy.version(actor.scope)
  const moves = await Promise.all(sources.map((source) => moved(actor.scope, source)))
  const changed = sources.some(({ policyVersion }) => policyVersion !== version)
  const because = [...moves.flat(), ...(changed ? ['The policies have changed since.'] : [])]
  return { ...found.receipt, holds: because.length === 0, because }
}

async function moved(scope: OrgScope, source: Source): Promise<string[]> {
  const name = `${source.product}.${source.port}`
  const major = Number(source.productVersion.split('.')[0])
  const [live, port] = await Promise.all([
    source.grant ? access.liveGrant(scope, source.grant) : null,
    product.findPort(scope, { productId: source.productId, port: source.port, major }),
  ])
  const why: string[] = []
  if (live && !live.live) why.push(live.reason)
  if (!port) return [...why, `Version ${source.productVersion} of ${source.product} can no longer be read.`]
  if (port.version !== source.productVersion)
    why.push(`${source.product} is at version ${port.version}; this was ${source.productVersion}.`)
  const quoted = source.items ?? []
  const hashes = new Map(
    (
      await ingestion.listItems(
        scope,
        quoted.map(({ id }) => id),
      )
    ).map(({ id, hash }) => [id, hash]),
  )
  const other = quoted.filter(({ id, hash }) => hashes.get(id) !== hash).length
  if (other > 0) why.push(`${other} of the ${quoted.length} items quoted of ${name} have changed or gone since.`)
  for (const object of source.objects) {
    const today = port.objects.find((one) => one.name === object.name)
    if (today?.hash !== object.hash) why.push(`The rows of ${name} (${object.name}) have changed since.`)
  }
  return why
}
