import type { z } from 'zod'
import type { Connector } from '@/server/connectors'
import { type ErrorDetail, invalid } from '@/server/platform/errors'

/** Reads config or secrets by the kind's own schema; throws `invalid` with the path of each wrong field. */
export function readSettings<T>(schema: z.ZodType<T>, given: unknown, under: 'config' | 'secrets'): T {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const details: ErrorDetail[] = result.error.issues.flatMap((issue) => {
    const at = [under, ...issue.path.map(String)]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...at, key].join('.'), message: 'is not a setting of this kind' }))
    const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message)
    return [{ path: at.join('.'), message: missing ? 'is needed' : issue.message }]
  })
  throw invalid(`Some settings are wrong: ${details.map((one) => `${one.path} ${one.message}`).join('; ')}.`, details)
}

/** Whether a kind cannot sign in without secrets. */
export const needsSecrets = (connector: Connector): boolean => !connector.secrets.safeParse({}).success

/** Whether two configs of one kind point at different places. */
export function pointsElsewhere(connector: Connector, before: unknown, after: unknown): boolean {
  const [a, b] = [before, after] as Record<string, unknown>[]
  return connector.pointing.some((field) => JSON.stringify(a?.[field]) !== JSON.stringify(b?.[field]))
}
