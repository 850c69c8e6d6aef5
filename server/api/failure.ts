import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { AppError, type ErrorCode, httpStatus } from '@/server/platform/errors'
import { log } from '@/server/platform/log'

/** Our codes in tRPC's words; the HTTP status follows from them. */
export const trpcCode: Record<ErrorCode, TRPCError['code']> = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
}
const fromTrpc: Partial<Record<TRPCError['code'], ErrorCode>> = {
  PARSE_ERROR: 'invalid',
  BAD_REQUEST: 'invalid',
  NOT_FOUND: 'not_found',
  UNSUPPORTED_MEDIA_TYPE: 'invalid',
  PAYLOAD_TOO_LARGE: 'invalid',
  METHOD_NOT_SUPPORTED: 'invalid',
}

/** What passes by itself, by the codes of Node, Prisma and PostgreSQL: whoever asks again soon is answered. */
const passing: [codes: string[], message: string][] = [
  [
    ['ECONNREFUSED', 'ECONNRESET', 'P1001', 'P1017', '57P01', '57P03'],
    'The database cannot be reached at this moment. Try again in a few seconds.',
  ],
  [
    ['P2024', 'P2028', '53300', '57014'],
    'This took longer than it may, since much is asked at this moment, and was undone. Try again in a few seconds.',
  ],
  [
    ['P2034', '40P01', '40001'],
    'Another change came at the same moment, and this one was undone. Try again in a few seconds.',
  ],
]

/** What the driver says of a connection that broke, without a code. */
const broken =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** Every code that an error carries: Prisma's, and PostgreSQL's below it. */
function codesOf(error: unknown): unknown[] {
  type Below = { code?: unknown; driverAdapterError?: { cause?: { originalCode?: unknown } } }
  const { code, meta, message = '' } = (error ?? {}) as { code?: unknown; meta?: Below; message?: string }
  return [code, meta?.code, meta?.driverAdapterError?.cause?.originalCode, broken.test(message) && 'ECONNRESET']
}

function zodFailure(error: ZodError): AppError {
  const details = error.issues.slice(0, 100).flatMap((issue) => {
    const path = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not a field of this call' }))
  })
  const where = details[0]?.path ? ` at ${details[0].path}` : ''
  return new AppError('invalid', `The input is not as it should be${where}: ${details[0]?.message}.`, { details })
}

/** What is told of an error: ours as it is, a wrong input with its paths, everything else only as an id to ask about. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return zodFailure(error)
  if (error instanceof TRPCError) {
    // An answer that is not as promised is our fault (INTERNAL_SERVER_ERROR), an input that is not is the caller's.
    const wrongInput = error.cause instanceof ZodError && error.code === 'BAD_REQUEST'
    if (error.cause instanceof AppError || wrongInput) return toAppError(error.cause)
    if (error.cause instanceof ZodError) return internal(error)
    const code = fromTrpc[error.code]
    if (code) return new AppError(code, error.message)
    if (error.cause && error.cause !== error && !(error.cause instanceof ZodError)) return toAppError(error.cause)
  }
  const codes = codesOf(error)
  if (codes.includes('P2002'))
    return new AppError('conflict', 'Something with this name or key is there already.', { cause: error })
  const soon = passing.find(([some]) => some.some((code) => codes.includes(code)))
  return soon ? new AppError('unavailable', soon[1], { retryAfter: 3, cause: error }) : internal(error)
}

const internal = (cause: unknown) =>
  new AppError('internal', 'Something failed on our side. The request id finds it in the log.', { cause })

/** Writes down what only we may know of a failure. */
export function note(error: AppError, requestId: string, path: string): void {
  if (error.code !== 'internal' && error.code !== 'unavailable') return
  log.error(`${path} failed`, { requestId, message: error.message, cause: error.cause ?? error })
}

/** The body of an error, as API.md says. */
export const errorBody = (error: AppError, requestId: string) => ({
  error: { code: error.code, message: error.message, ...(error.details && { details: error.details }), requestId },
})

/** An error as an HTTP answer. */
export function errorResponse(error: AppError, requestId: string): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (error.retryAfter !== undefined) headers.set('retry-after', String(error.retryAfter))
  return Response.json(errorBody(error, requestId), { status: httpStatus[error.code], headers })
}
