import { z } from 'zod'

/** The values of one column on both sides of drift, as a picture shows them. */
const side = z.strictObject({
  rows: z.number(),
  nulls: z.number(),
  /** Of numbers: NaN and the infinite ones, which no bar can hold. */
  notNumbers: z.number(),
})
export const shapes = z.strictObject({
  column: z.string(),
  type: z.string(),
  /** Numbers and moments stand in equal steps, the outer of which hold what lies beyond; anything else value by value, the rest together. */
  by: z.enum(['steps', 'values']),
  reference: side,
  current: side,
  bars: z.array(
    z.strictObject({
      /** Where a step begins, or the value; null: all other values. */
      label: z.string().nullable(),
      /** Values of either side. */
      reference: z.number(),
      current: z.number(),
    }),
  ),
})
export type Shapes = z.infer<typeof shapes>
