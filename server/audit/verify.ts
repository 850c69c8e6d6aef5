import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { faultOf, type Link } from './chain'
import type { Verification } from './schema'
import * as store from './store'

const pageSize = 2000
/** An entry that waits longer than this for its seal is suspect, in ms. */
const sealedWithin = 60_000

/**
 * Reads the organisation's whole chain and says whether it is what was sealed. `from` is a head that an earlier verification
 * gave: the chain must still hold it. Remembers when it was asked and what came of it.
 */
export async function verify(scope: OrgScope, actor: string, from?: string): Promise<Verification> {
  const { head, sealed, tail } = await store.headAndTail(scope)
  const result = await readChain(scope, head, from ? linkOf(from) : null)
  const verdict: Verification = result ??
    tailFault(head, sealed, tail.oldest) ?? {
      ok: true,
      entries: sealed + tail.count,
      unsealed: tail.count,
      head: head && `${head.seq}:${head.hash}`,
    }
  const at = now().toISOString()
  await store.insertCheck(scope, {
    at,
    actor,
    ok: verdict.ok,
    entries: sealed + tail.count,
    reason: verdict.ok ? null : verdict.reason,
  })
  return verdict
}

type Fault = Extract<Verification, { ok: false }>

const linkOf = (text: string): Link => ({ seq: Number(text.split(':')[0]), hash: text.split(':')[1]! })

async function readChain(scope: OrgScope, head: Link | null, from: Link | null): Promise<Fault | null> {
  let before: Link | null = null
  let anchored = from === null || from.seq === 0
  while (head && (before?.seq ?? 0) < head.seq) {
    const entries = await store.sealed(scope, before?.seq ?? 0, head.seq, pageSize)
    if (entries.length === 0) return { ok: false, at: `entry ${head.seq}`, reason: 'the end of the chain is missing' }
    for (const entry of entries) {
      const reason = faultOf(scope.orgId, before, entry)
      if (reason) return { ok: false, at: entry.id, reason }
      before = { seq: entry.seq!, hash: entry.hash! }
      if (before.seq === from?.seq) {
        if (before.hash !== from.hash)
          return { ok: false, at: entry.id, reason: 'the chain was rewritten since the earlier head' }
        anchored = true
      }
    }
  }
  // Every link holds, but the chain does not end where the sealer left it.
  if (head && before?.hash !== head.hash)
    return { ok: false, at: `entry ${head.seq}`, reason: 'the chain does not end in its recorded head' }
  if (!anchored) return { ok: false, at: `entry ${from!.seq}`, reason: 'the chain no longer reaches the earlier head' }
  return null
}

function tailFault(head: Link | null, sealed: number, oldest: { id: string; at: string } | null): Fault | null {
  if (sealed > 0 && !head) return { ok: false, at: 'entry 1', reason: 'the recorded head of the chain is missing' }
  if (oldest && now().getTime() - Date.parse(oldest.at) > sealedWithin)
    return {
      ok: false,
      at: oldest.id,
      reason: `it has waited for its seal since ${oldest.at}; the sealer stands still or a seal was removed`,
    }
  return null
}
