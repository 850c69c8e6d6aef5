import { z } from 'zod'

/** The organisation's policies are of a new version: what was made by the older one, outside the portal too, has to follow. */
export const policiesChanged = { name: 'policy/policies.changed', data: z.strictObject({ org: z.string() }) }
