import * as agent from '@/server/agent'
import { terms } from '@/server/catalog'
import * as ingestion from '@/server/ingestion'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { forbidden, invalid } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import { contextSight } from './context-sight'
import { giveContextReceipt } from './give-context-receipt'
import { itemHeadOf } from './item-head'
import { listContextReadings } from './list-context-readings'
import { quoteOf } from './quote-of'
import type { ContextAsk, ContextFound } from './schema'

/** Matches that are looked through and counted; more are said to be more. */
const most = 1_000

/**
 * Searches the items that somebody may read: under a grant or a role, by the list of the items' own source, as policies go along. Items
 * beyond that are neither counted nor weighed. Each answer quotes to the letter and leaves a receipt.
 */
export async function searchContext(actor: Actor, ask: ContextAsk): Promise<ContextFound> {
  const { scope, principal } = actor
  const startedAt = now()
  const began = performance.now()
  const offset = offsetOf(ask.cursor)
  await agent.demandRows(scope, principal)
  const { version: policyVersion } = await policy.inForce(scope)
  const found = await withOrg(scope, async () => {
    const all = await listContextReadings(actor, ask)
    const readings = all.filter(({ paused }) => paused === null)
    const [closed] = all
    // Who asked for one product hears why nothing of it is found.
    if (ask.product !== undefined && closed?.paused && readings.length === 0) throw forbidden(closed.paused)
    const sight = await contextSight(actor, readings)
    const matches = readings.length === 0 ? [] : await ingestion.matchItems(scope, ask.q, sight.reach, most)
    const seen = matches.flatMap((match) => {
      const right = sight.rightTo(match)
      return right ? [{ id: match.id, right }] : []
    })
    const page = seen.slice(offset, offset + ask.limit)
    const items = await ingestion.listItems(
      scope,
      page.map(({ id }) => id),
    )
    const byId = new Map(items.map((item) => [item.id, item]))
    // What was changed since it matched may have another list.
    const quoted = page.flatMap(({ id, right }) => {
      const item = byId.get(id)
      return item && sight.lists(item) ? [{ item, right }] : []
    })
    return { quoted, total: seen.length, estimated: matches.length === most }
  })
  const { quoted, total, estimated } = found
  const asked = `-- Search of context: ${JSON.stringify(ask.q)}`
  const given = quoted.map(({ item, right }) => ({ item, reading: right.reading }))
  const receipt =
    given.length === 0 ? null : await giveContextReceipt(actor, { asked, quoted: given, policyVersion, startedAt })
  const words = terms(ask.q)
  const next = offset + ask.limit
  return {
    items: quoted.map(({ item, right }) => ({ ...itemHeadOf(item, right), quote: quoteOf(item.body, words) })),
    total,
    estimated,
    nextCursor: next < total ? String(next) : null,
    took: Math.round(performance.now() - began),
    receipt,
  }
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const offset = /^\d{1,4}$/.test(cursor) ? Number(cursor) : Number.NaN
  if (offset <= most) return offset
  const message = 'This cursor is not of this list: begin again without it.'
  throw invalid(message, [{ path: 'cursor', message }])
}
