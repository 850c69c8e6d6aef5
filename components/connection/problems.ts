import type { Problem } from './settings-form'

/** The places in the input that a refused call names. */
export function problemsOf(error: unknown): Problem[] {
  const app = (error as { data?: { app?: { details?: Problem[] } } } | null)?.data?.app
  return app?.details ?? []
}
