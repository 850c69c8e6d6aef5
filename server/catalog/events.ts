import { z } from 'zod'

const org = z.strictObject({ org: z.string() })

/** Entries are other than they were; an engine outside the database has them to take over. */
export const entriesChanged = { name: 'catalog/entries.changed', data: org }
/** Somebody wants everything built and compared again. */
export const reindexAsked = { name: 'catalog/reindex.asked', data: org }
/** The kind of notification that somebody gets of what they had searched for in vain; it goes to them alone. */
export const wantedAnswered = 'catalog/wanted.answered'
