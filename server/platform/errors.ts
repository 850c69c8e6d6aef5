/** The one error type of the house; every door maps its code, nothing else is shown to a caller. */

export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'limited',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One offending place in the input: a dotted path and a sentence that says what to do. */
export type ErrorDetail = { path: string; message: string }

export class AppError extends Error {
  readonly code: ErrorCode
  readonly details?: ErrorDetail[]
  /** Seconds after which a `limited` or `unavailable` call may be made again. */
  readonly retryAfter?: number

  constructor(
    code: ErrorCode,
    message: string,
    more: { details?: ErrorDetail[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'AppError'
    this.code = code
    this.details = more.details
    this.retryAfter = more.retryAfter
  }
}

export const invalid = (message: string, details?: ErrorDetail[]) => new AppError('invalid', message, { details })
export const notFound = (what: string) => new AppError('not_found', `There is no such ${what}.`)
export const forbidden = (message: string) => new AppError('forbidden', message)
export const conflict = (message: string, details?: ErrorDetail[]) => new AppError('conflict', message, { details })

/** How an error code is answered over HTTP (API.md, *Errors*). */
export const httpStatus: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
  internal: 500,
}
