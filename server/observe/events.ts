import { z } from 'zod'

/** The organisation's turn to look at what no sync tells of: how old things have become. */
export const watchDue = { name: 'observe/watch.due', data: z.strictObject({ org: z.string() }) }
