import { origin } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether an Origin header names this portal; on loopback its three names are one. */
export function isOurs(value: string): boolean {
  const ours = new URL(origin())
  if (value === ours.origin) return true
  if (!URL.canParse(value)) return false
  const other = new URL(value)
  const same = other.protocol === ours.protocol && other.port === ours.port
  return same && loopback.has(other.hostname) && loopback.has(ours.hostname)
}

/** A call signed by a cookie must come from our own pages: another site can send the cookie but not the right Origin. */
export function checkOrigin({ headers, method }: Pick<Request, 'headers' | 'method'>): void {
  const from = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const reads = method === 'GET' || method === 'HEAD'
  const wrong = from === null ? !reads : !isOurs(from)
  if (wrong || (site !== null && site !== 'same-origin' && site !== 'none')) {
    throw new AppError('forbidden', 'This call did not come from a page of this portal. Scripts sign with a token.')
  }
  if (!reads && !headers.get('content-type')?.startsWith('application/json')) {
    throw new AppError('invalid', 'A call signed by a cookie must have the content type application/json.')
  }
}
