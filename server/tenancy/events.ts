import { z } from 'zod'

/** A member was invited, joined, changed role or state. */
export const memberChanged = {
  name: 'tenancy/member.changed',
  data: z.strictObject({ org: z.string(), member: z.string() }),
}
