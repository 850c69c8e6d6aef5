import { z } from 'zod'

const request = z.strictObject({ org: z.string(), request: z.string() })
const grant = z.strictObject({ org: z.string(), grant: z.string() })

/** Somebody asks for access. */
export const requestSubmitted = { name: 'access/request.submitted', data: request }
/** A request changed hands: a step was taken, something was asked or answered, or it was decided. */
export const requestMoved = { name: 'access/request.moved', data: request }
/** A request was approved, rejected, withdrawn or timed out. */
export const requestDecided = { name: 'access/request.decided', data: request }
/** A grant was given: somebody has to wait for its end. */
export const grantStarted = { name: 'access/grant.started', data: grant }
/** A grant was revoked, given back, replaced or ran out: what still runs under it must stop. */
export const grantEnded = { name: 'access/grant.ended', data: grant }
/** A grant has to be given in its source. */
export const deliveryDue = { name: 'access/delivery.due', data: grant }
/** A grant has to be taken back in its source. */
export const removalDue = { name: 'access/removal.due', data: grant }
/** The organisation's turn to prove again what its sources give. */
export const watchDue = { name: 'access/watch.due', data: z.strictObject({ org: z.string() }) }
