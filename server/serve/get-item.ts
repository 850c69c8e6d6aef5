import * as agent from '@/server/agent'
import * as ingestion from '@/server/ingestion'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { type AppError, forbidden, notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import type { ContextReading } from './context-reading'
import { contextSight } from './context-sight'
import { giveContextReceipt } from './give-context-receipt'
import { itemHeadOf } from './item-head'
import { listContextReadings } from './list-context-readings'
import type { ShownItem } from './schema'

type Ask = { id: string; purpose?: string }

/** One item whole, to the letter. What somebody may not read is not there, whichever of the rights to it is missing. */
export async function getItem(actor: Actor, { id, purpose }: Ask): Promise<ShownItem> {
  const { scope, principal } = actor
  const startedAt = now()
  await agent.demandRows(scope, principal)
  const { version: policyVersion } = await policy.inForce(scope)
  const { item, right, thread } = await withOrg(scope, async () => {
    const all = await listContextReadings(actor, { purpose })
    const open = all.filter(({ paused }) => paused === null)
    const sight = await contextSight(actor, open)
    const [item] = await ingestion.listItems(scope, [id])
    const right = item && sight.lists(item) ? sight.rightTo(item) : null
    if (!item || !right) throw await closedTo(actor, item, all)
    const others = await ingestion.listThread(scope, item)
    return { item, right, thread: others.filter((one) => sight.lists(one) && sight.rightTo(one) !== null) }
  })
  const quoted = [{ item, reading: right.reading }]
  const receipt = await giveContextReceipt(actor, { asked: `-- Item ${id}`, quoted, policyVersion, startedAt })
  return {
    ...itemHeadOf(item, right),
    body: item.body,
    thread: thread.map(({ id, title, authors, createdAt }) => ({ id, title, authors, createdAt })),
    receipt,
  }
}

/** What is said of an item that is not shown: whoever would read it but for a pause hears of that, everybody else that it is not there. */
async function closedTo(
  actor: Actor,
  item: ingestion.Item | undefined,
  all: readonly ContextReading[],
): Promise<AppError> {
  const paused = await contextSight(
    actor,
    all.filter((one) => one.paused !== null),
  )
  const right = item && paused.lists(item) ? paused.rightTo(item) : null
  return right?.reading.paused ? forbidden(right.reading.paused) : notFound('item')
}
