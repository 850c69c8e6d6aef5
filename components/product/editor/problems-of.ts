import { TRPCClientError } from '@trpc/client'

export type Problem = { path: string; message: string }

/** What the server said is wrong, path by path; one line without a path where it said no more. */
export function problemsOf(error: unknown): Problem[] {
  if (!(error instanceof TRPCClientError)) return [{ path: '', message: 'The server could not be reached. Try again.' }]
  const details = (error.data as { app?: { details?: Problem[] } } | undefined)?.app?.details
  return details && details.length > 0 ? details : [{ path: '', message: error.message }]
}
