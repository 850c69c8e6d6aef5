import * as ingestion from '@/server/ingestion'
import * as compute from '@/server/platform/compute'
import { forbidden, invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import * as added from './added-store'
import type { Offending } from './offending-schema'
import { seesPlain } from './sees-plain'
import * as store from './store'

type Ask = { id: string; purpose?: string; limit: number }
type Asked = { object: string; columns: string[]; several: boolean; condition: string }

/**
 * Rows that break a promise about single rows, as the caller may read the port now: their grant or role, policies, row rules and a
 * receipt, like any query. Told only to those who see what the promise is about in plain, since a mask would break it too. Those who read the
 * port by their role see the rows that were looked at last, though the port holds them back.
 */
export async function listOffending(actor: Actor, { id, ...ask }: Ask, signal?: AbortSignal): Promise<Offending> {
  const { scope } = actor
  const known = await store.findExpectation(scope, id)
  const of = known && (await product.listFacts(scope, [known.productId])).get(known.productId)
  if (!known || !of) throw notFound('promise')
  const asked = known.key.startsWith('check ') ? await ofCheck(actor, known) : await ofRelation(actor, known)
  if (!asked)
    throw invalid('This promise is about no single rows.', [{ path: 'id', message: 'is about no single rows' }])
  const { object, columns: about } = asked
  // Whoever may read nothing of it is told so, and how to ask for it, by the statement itself.
  if ((await seesPlain(actor, { product: of.slug, port: known.port, object, columns: about, ...ask })) === 'in part')
    throw forbidden(
      `Which rows break it is told to those who see ${about.slice(0, 5).join(', ')} of ${known.port} in plain.`,
    )
  const table = compute.name([of.slug, known.port, ...(asked.several ? [asked.object] : [])])
  const instead = await heldBack(actor, { productId: known.productId, slug: of.slug, port: known.port })
  const sql = `select * from ${table} ${asked.condition}`
  const {
    columns,
    rows,
    rowCount,
    truncated,
    receipt,
    instead: held,
  } = await serve.sample(actor, { sql, ...ask, instead }, signal)
  return { object: asked.object, columns, rows, rowCount, truncated, receipt, of: held ? 'held_back' : 'shown' }
}

type Known = { productId: string; port: string; key: string; id: string }

async function ofCheck({ scope }: Actor, { productId, port, key }: Known): Promise<Asked | null> {
  const failing = await product.findFailing(scope, { productId, port, check: key.slice('check '.length) })
  return failing && { ...failing, condition: `${failing.over ? 'qualify' : 'where'} ${failing.where}` }
}

/** Of two columns of the same row; what stands in another port is asked there. */
async function ofRelation({ scope }: Actor, { id, productId, port: name }: Known): Promise<Asked | null> {
  const ask = (await added.findAdded(scope, id))?.ask
  if (ask?.kind !== 'relation' || ask.to.product || ask.to.port) return null
  const port = await product.findPort(scope, { productId, port: name })
  const object = port?.objects.find((one) => one.name === (ask.object ?? port.objects[0]?.name))
  if (!port || !object) return null
  const [one, other] = [compute.identifier(ask.column), compute.identifier(ask.to.column)]
  const columns = [ask.column, ask.to.column]
  return {
    object: object.name,
    columns,
    several: port.objects.length > 1,
    condition: `where not (${one} ${ask.operator} ${other})`,
  }
}

/** The snapshots that were looked at last, where the port does not show them: by the files that it shows. */
async function heldBack({ scope }: Actor, { slug, ...of }: { productId: string; slug: string; port: string }) {
  const [port, [last]] = await Promise.all([
    product.findPort(scope, of),
    product.listCheckHistory(scope, { slug, port: of.port, limit: 1 }),
  ])
  const found = new Map<string, { storageKey: string; snapshot: string; hash: string }>()
  for (const object of port?.objects ?? []) {
    const newest = last && !last.held ? last.snapshots[object.name] : undefined
    if (!newest || newest === object.snapshotId) continue
    const { id, storageKey, hash } = await ingestion.getSnapshot(scope, newest)
    found.set(object.storageKey, { storageKey, snapshot: id, hash })
  }
  return found
}
