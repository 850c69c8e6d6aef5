import { AppError } from '@/server/platform/errors'

const windowMs = 60_000
const perWindow = 10
const remembered = 10_000
const seen = new Map<string, number[]>()

/** Counts a sign-in for one account name: ten a minute, then `limited` until the oldest is a minute old. Not by the clock of the day, which may be set. */
export function takeTurn(name: string, at = performance.now()): void {
  const recent = (seen.get(name) ?? []).filter((time) => at - time < windowMs)
  if (recent.length >= perWindow) {
    const retryAfter = Math.ceil((windowMs - (at - recent[0]!)) / 1000)
    throw new AppError('limited', `Too many sign-ins for this account. Try again in ${retryAfter} s.`, { retryAfter })
  }
  seen.delete(name)
  seen.set(name, [...recent, at])
  if (seen.size > remembered) seen.delete(seen.keys().next().value!)
}
