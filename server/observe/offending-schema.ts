import { z } from 'zod'
import { answer } from '@/server/serve/schema'

/** Rows that are shown at most; they are for finding out why, not for taking them away. */
const MOST = 20

export const offendingAsk = z.strictObject({
  id: z.string().max(100),
  purpose: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1, 'must be at least 1').max(MOST, `must be at most ${MOST}`).default(MOST),
})

/** Rows that break a promise, as the caller may read them. */
export const offending = answer
  .pick({ columns: true, rows: true, rowCount: true, truncated: true, receipt: true })
  .extend({
    object: z.string(),
    /** `held_back`: of the rows that were looked at last and that the port does not show. */
    of: z.enum(['shown', 'held_back']),
  })
export type Offending = z.infer<typeof offending>
