import { z } from 'zod'

/** The organisation's turn to look at what no sync tells of: how old things have become. */
export const watchDue = { name: 'observe/watch.due', data: z.strictObject({ org: z.string() }) }
/** A product has expectations that are to be measured now. */
export const measureDue = {
  name: 'observe/measure.due',
  data: z.strictObject({ org: z.string(), product: z.string() }),
}
