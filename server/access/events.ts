import { z } from 'zod'

const request = z.strictObject({ org: z.string(), request: z.string() })
const grant = z.strictObject({ org: z.string(), grant: z.string() })

/** What this stage announces. */
export const events = {
  /** Somebody asks for access. */
  'access/request.submitted': request,
  /** A request was approved, rejected or withdrawn. */
  'access/request.decided': request,
  /** A grant is active. */
  'access/grant.started': grant,
  /** A grant was revoked, given back, replaced or ran out: what still runs under it must stop. */
  'access/grant.ended': grant,
}
