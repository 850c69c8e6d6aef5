import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { sha256 } from '@/server/platform/secrets'
import type { Act } from './schema'
import * as store from './store'

const textMax = 500

/** Text that the database can hold, cut at its longest. */
const clean = (text: string | null) =>
  text && Buffer.from(text.slice(0, textMax)).toString().replaceAll('\u0000', '\ufffd')

/** Writes a line of what an agent did. `merged`: the same within a minute is one line, so that knocking on does not fill it. */
export async function recordAct(
  scope: OrgScope,
  agentId: string,
  { merged = false, ...act }: Omit<Act, 'id' | 'at' | 'times'> & { merged?: boolean },
): Promise<void> {
  const at = now()
  const minute = at.toISOString().slice(0, 16)
  const mergeKey = merged ? `${agentId} ${minute} ${sha256(act.why ?? '').slice(0, 16)}` : undefined
  const said = { ...act, about: clean(act.about), why: clean(act.why) }
  await store.insertAct(scope, { id: newId('act', at.getTime()), agentId, at, mergeKey, ...said })
}
