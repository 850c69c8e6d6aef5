import { z } from 'zod'
import { deliveries, grantStates } from './states'

/** The shapes of a delivery into a source at every door. Runs anywhere. */

export const findings = z.array(
  z.strictObject({ kind: z.enum(['open_to_all', 'unexplained']), text: z.string().max(2_000) }),
)
export type Findings = z.infer<typeof findings>

/** How a grant stands in its source, for those who look after the connection. */
export const deliveryShape = z.strictObject({
  grant: z.string(),
  delivery: z.enum(deliveries),
  connection: z.string().nullable(),
  state: z.enum(grantStates),
  problem: z.string().nullable(),
  /** What the grantee can reach there beyond the grant: given by hand, or open to everybody. */
  findings,
  /** What the source's administrator has to run, where Stoa may not. */
  script: z.string().nullable(),
  /** What can be told of rows and values that the grant leaves out. */
  inferable: z.array(z.string()),
})
export type DeliveryShape = z.infer<typeof deliveryShape>

/** How to sign in to the source; shown once. */
export const credentialsShape = z.strictObject({
  user: z.string(),
  password: z.string(),
  place: z.record(z.string(), z.string()),
  statements: z.array(z.string()),
  /** They work once the source's administrator has run it. */
  script: z.string().nullable(),
})
export type SourceCredentials = z.infer<typeof credentialsShape>
