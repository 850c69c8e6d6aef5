import { z } from 'zod'
import * as access from '@/server/access'
import type { AccessGrant } from '@/server/access/schema'
import { grantShape } from '@/server/access/schema'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as serve from '@/server/serve'

/** Rights that nobody uses, joined from what access knows of grants and serve of reads. A proof is no use. */

const DAY = 86_400_000 // ms
const PAGE = 200
/** Grants that are looked at, the newest first. */
const MOST = 10_000

export const dormantShape = z.strictObject({
  items: z.array(
    z.strictObject({
      grant: grantShape,
      /** When it was last read by; null: never. */
      lastUsedAt: z.string().nullable(),
      proposal: z.enum(['end', 'narrow']),
      because: z.string(),
    }),
  ),
  /** False where there are more grants than are looked at: those given longest ago are left out. */
  complete: z.boolean(),
})

type Whose = Pick<Parameters<typeof access.listGrants>[1], 'heldBy' | 'seenBy' | 'sees'>

/** Grants that began before and were not used in these days: one never used, or not for twice as long, is proposed to end. */
export async function listDormant(scope: OrgScope, days: number, whose: Whose): Promise<z.infer<typeof dormantShape>> {
  const at = now().getTime()
  const since = new Date(at - days * DAY)
  const old: AccessGrant[] = []
  let cursor: string | undefined
  let looked = 0
  do {
    const page = await access.listGrants(scope, { ...whose, live: true, limit: PAGE, cursor })
    old.push(...page.items.filter((grant) => Date.parse(grant.startsAt) <= since.getTime()))
    looked += PAGE
    cursor = page.nextCursor ?? undefined
  } while (cursor && looked < MOST)
  const use = await serve.listUse(
    scope,
    old.map(({ id }) => id),
    since,
  )
  return {
    items: old.flatMap((grant) => {
      const { reads = 0, lastAt = null } = use.get(grant.id) ?? {}
      if (reads > 0) return []
      const idle = lastAt ? Math.floor((at - lastAt.getTime()) / DAY) : null
      const proposal = idle === null || idle >= days * 2 ? ('end' as const) : ('narrow' as const)
      const because = idle === null ? 'It was never used.' : `It was last used ${idle} days ago.`
      return [{ grant, lastUsedAt: lastAt?.toISOString() ?? null, proposal, because }]
    }),
    complete: cursor === undefined,
  }
}
