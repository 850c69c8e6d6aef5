import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { conflict, forbidden, invalid, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { standsAt } from './grant-life'
import { narrowGrant } from './narrow-grant'
import * as store from './review-store'
import { revoke } from './revoke'
import type { ReviewDecision } from './schema'
import { findGrant } from './store'

type Ask = ReviewDecision & { review: string; item: string }

/** Keeps, narrows or ends one grant of a review. The same decision again changes nothing; another one is a conflict. */
export async function decideReviewed(
  actor: Actor,
  { review: id, item: itemId, decision, note, terms }: Ask,
): Promise<void> {
  const { scope, principal } = actor
  const [review, item] = await Promise.all([store.findReview(scope, id), store.findItem(scope, id, itemId)])
  if (!review || !item) throw notFound('grant in this review')
  if (item.frozen.principal === principal.id) throw forbidden('Nobody reviews what they hold themselves.')
  if (item.decision === decision) return
  if (item.decision) throw conflict(`This was decided already: ${item.decision}.`)
  if (review.closedAt) throw conflict('This review is closed.')
  if (decision !== 'keep' && !note) {
    const message = 'Say why: the holder is told.'
    throw invalid(message, [{ path: 'note', message }])
  }
  const decided = { decision, by: principal.id, at: now(), note: note || null }
  if (!(await store.claimItem(scope, itemId, decided))) throw conflict('Somebody has just decided this.')
  try {
    const newGrantId = await carryOut(actor, item.grantId, { decision, note: note ?? '', terms })
    await store.finishItem(scope, itemId, { newGrantId })
  } catch (error) {
    await store.finishItem(scope, itemId, null)
    throw error
  }
  await audit.record(scope, {
    actor: principal.id,
    action: `access.reviewed`,
    resource: { type: 'grant', id: item.grantId },
    detail: { review: id, decision, ...(note && { note }) },
    requestId: actor.requestId,
  })
  const left = (await store.listItems(scope, id)).filter((one) => !one.decision)
  if (left.length === 0) await store.closeReview(scope, id, now())
}

/** A grant that has ended meanwhile needs nothing more. */
async function carryOut(
  actor: Actor,
  grantId: string,
  { decision, note, terms = {} }: Pick<Ask, 'decision' | 'terms'> & { note: string },
): Promise<string | null> {
  const grant = await findGrant(actor.scope, grantId)
  if (decision === 'keep' || !grant || standsAt(grant, now()).state === 'ended') return null
  if (decision === 'narrow') return (await narrowGrant(actor, { id: grantId, terms, note })).id
  await revoke(actor, { id: grantId, note })
  return null
}
