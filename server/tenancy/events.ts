import { z } from 'zod'

/** The organisation's turn in a sweep, which finds what an event missed. */
export const organisationSwept = {
  name: 'tenancy/organisation.swept',
  data: z.strictObject({ org: z.string() }),
}

/** A member was invited, joined, changed role or state. */
export const memberChanged = {
  name: 'tenancy/member.changed',
  data: z.strictObject({ org: z.string(), member: z.string() }),
}

/** The organisation's list of purposes changed: what stands under one that ended must end. */
export const purposesChanged = {
  name: 'tenancy/purposes.changed',
  data: z.strictObject({ org: z.string() }),
}
