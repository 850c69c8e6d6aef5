import { AppError, conflict } from '@/server/platform/errors'
import { sha256 } from '@/server/platform/secrets'
import type { Actor } from '@/server/tenancy'
import * as store from './store'

/** No write takes so long, in ms: the process of one that has not ended by then was killed. */
const longestMs = 600_000
const underWay = 'The call with this Idempotency-Key is still under way.'
const brokeOff =
  'The call with this Idempotency-Key broke off, and may have been done or not: look, and use a new key if it has to be done again.'

/**
 * Makes a write safe to send again: the first call with a key does it, later ones with the same content get the same answer,
 * one with other content is a conflict. A call that failed on our side leaves no trace, so that it may be tried again.
 */
export async function once(
  actor: Actor,
  key: string,
  content: string,
  work: () => Promise<Response>,
): Promise<Response> {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError('invalid', 'Idempotency-Key must be 1 to 200 visible ASCII characters.')
  }
  const place = { principalId: actor.principal.id, key }
  const fingerprint = sha256(content)
  const earlier = await store.claimCall(actor.scope, { ...place, fingerprint })
  if (earlier && earlier.fingerprint !== fingerprint) {
    throw conflict('This Idempotency-Key was used for another call. Use a new key for a new call.')
  }
  if (earlier?.status === 0) throw conflict(earlier.age < longestMs ? underWay : brokeOff)
  if (earlier) {
    const headers = { 'content-type': 'application/json', 'idempotent-replay': 'true' }
    return new Response(earlier.body, { status: earlier.status, headers })
  }
  try {
    const response = await work()
    const json = response.headers.get('content-type')?.startsWith('application/json')
    if (response.status < 500 && response.status !== 429 && json) {
      await store.finishCall(actor.scope, place, response.status, await response.clone().text())
    } else await store.dropCall(actor.scope, place)
    return response
  } catch (error) {
    await store.dropCall(actor.scope, place)
    throw error
  }
}
