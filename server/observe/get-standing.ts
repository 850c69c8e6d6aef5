import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { listWatched, type Sight } from './list-watched'
import type { KeptShare, Standing } from './standing-schema'
import * as store from './standing-store'

const DAY = 86_400_000 // ms
const WEEK = 7 // days
const SHOWN = 30 // days that are told one by one
const LOOKED = 90 // days that medians and precision are of

/** How an organisation stands: what was promised and kept, what is open, and how fast and how rightly it was told. */
export const getStanding = (scope: OrgScope, sight: Sight): Promise<Standing> =>
  withOrg(scope, () => standingOf(scope, sight))

/** In one transaction: what it asks goes out together. */
async function standingOf(scope: OrgScope, sight: Sight): Promise<Standing> {
  const at = now()
  const watched = await listWatched(scope, sight)
  const ids = [...watched.keys()]
  const since = new Date(at.getTime() - LOOKED * DAY)
  const [promises, days, open, median, resolved, adjusted] = await Promise.all([
    store.countPromises(scope, ids, at),
    store.listKeptDays(scope, ids, dayBefore(at, SHOWN - 1)),
    store.countOpen(scope, ids),
    store.findMedians(scope, ids, since),
    store.countResolutions(scope, ids, since),
    store.countAdjustments(scope, ids, since),
  ])
  const week = (begin: number, end: number) =>
    shareOf(days.filter(({ day }) => day > dayBefore(at, begin) && day <= dayBefore(at, end)))
  return {
    at: at.toISOString(),
    promises: { ...promises, unknown: promises.watched - promises.kept - promises.broken },
    kept: { thisWeek: week(WEEK, 0), lastWeek: week(2 * WEEK, WEEK) },
    days: days.map((one) => ({ ...shareOf([one]), day: one.day })),
    open: openOf(open, (id) => watched.get(id)!.domain),
    median,
    precision: { ...resolved, share: of(resolved.fixed, resolved.fixed + resolved.falseAlarms) },
    adjustments: { ...adjusted, share: of(adjusted.helped, adjusted.helped + adjusted.noChange + adjusted.worse) },
  }
}

const of = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const dayBefore = (at: Date, days: number) => new Date(at.getTime() - days * DAY).toISOString().slice(0, 10)

function shareOf(counted: readonly { days: number; kept: number }[]): KeptShare {
  const sum = (key: 'days' | 'kept') => counted.reduce((all, one) => all + one[key], 0)
  const [days, kept] = [sum('days'), sum('kept')]
  return { days, kept, share: of(kept, days) }
}

type Open = Awaited<ReturnType<typeof store.countOpen>>
function openOf(rows: Open, domainOf: (productId: string) => { slug: string; name: string }): Standing['open'] {
  const sum = (of: Open) => of.reduce((all, { count }) => all + count, 0)
  const errors = (of: Open) => sum(of.filter(({ severity }) => severity === 'error'))
  const domains = new Map(rows.map(({ productId }) => [domainOf(productId).slug, domainOf(productId)]))
  const byDomain = [...domains.values()].map(({ slug, name }) => {
    const own = rows.filter(({ productId }) => domainOf(productId).slug === slug)
    return { slug, name, open: sum(own), errors: errors(own) }
  })
  return {
    total: sum(rows),
    errors: errors(rows),
    unacknowledged: sum(rows.filter(({ state }) => state !== 'acknowledged')),
    regressed: sum(rows.filter(({ state }) => state === 'regressed')),
    domains: byDomain.sort((a, b) => b.open - a.open || a.slug.localeCompare(b.slug)),
  }
}
