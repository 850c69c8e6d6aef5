'use client'

import { LineChart } from '@/components/ui/chart'
import { count, counted, percent } from '@/components/ui/format'
import { Section } from '@/components/ui/page'
import type { Standing } from '@/server/observe/standing-schema'
import { span } from './words'

/** How well promises are kept, and how fast and how rightly it is told when they are not. */
export function Numbers({ standing, onDomain }: { standing: Standing; onDomain: (slug: string) => void }) {
  const days = standing.days.filter(({ share }) => share !== null)
  return (
    <Section title="In numbers" lead="Times and alarms of the last 90 days.">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-6 md:grid-cols-3 lg:grid-cols-6">
        {figuresOf(standing).map(({ label, value, note }) => (
          <div key={label} className="min-w-0">
            <dt className="text-muted text-sm">{label}</dt>
            <dd className="tabular text-2xl tracking-[-0.01em]">{value}</dd>
            <dd className="text-muted text-xs">{note}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-8 grid gap-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        {days.length > 1 && (
          <LineChart
            title="Promises kept each day (UTC), in percent"
            reading={`Over ${counted(days.length, 'day')}, between ${percent(Math.min(...days.map(shareOf)))} and ${percent(Math.max(...days.map(shareOf)))} of promises were kept each day; on the last ${percent(shareOf(days.at(-1)!))}.`}
            unit="%"
            series={['kept']}
            points={days.map((one) => ({ at: `${one.day}T00:00:00Z`, values: { kept: 100 * shareOf(one) } }))}
            height={180}
          />
        )}
        {standing.open.domains.length > 0 && <Domains open={standing.open} onDomain={onDomain} />}
      </div>
    </Section>
  )
}

const shareOf = ({ share }: { share: number | null }) => share ?? 0

function figuresOf({ kept, median, precision, adjustments }: Standing) {
  const { thisWeek, lastWeek } = kept
  const middle = (label: string, { seconds, of }: { seconds: number | null; of: number }) => ({
    label,
    value: seconds === null ? '–' : span(seconds),
    note: of === 0 ? 'nothing yet' : `median of ${count(of)}`,
  })
  const judged = precision.fixed + precision.falseAlarms
  const adjusted = adjustments.helped + adjustments.noChange + adjustments.worse
  return [
    {
      label: 'Promises kept this week',
      value: thisWeek.share === null ? '–' : percent(thisWeek.share),
      note: lastWeek.share === null ? 'nothing the week before' : `${percent(lastWeek.share)} the week before`,
    },
    middle('Until it is seen', median.detect),
    middle('Until somebody has it', median.acknowledge),
    middle('Until it is settled', median.resolve),
    {
      label: 'Alarms that were right',
      value: precision.share === null ? '–' : percent(precision.share),
      note: judged === 0 ? 'none judged yet' : `${count(precision.fixed)} fixed of ${count(judged)} judged`,
    },
    {
      label: 'Adjustments that helped',
      value: adjustments.share === null ? '–' : percent(adjustments.share),
      note: adjusted === 0 ? 'none measured yet' : `${count(adjustments.helped)} of ${count(adjusted)} measured`,
    },
  ]
}

/** Where what is open is; each narrows the page to its domain. */
function Domains({ open, onDomain }: { open: Standing['open']; onDomain: (slug: string) => void }) {
  const most = Math.max(...open.domains.map((one) => one.open))
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium text-sm">Open by domain</h3>
      <ul className="flex flex-col gap-2">
        {open.domains.map((one) => (
          <li key={one.slug}>
            <button
              type="button"
              onClick={() => onDomain(one.slug)}
              className="block w-full rounded-sm px-1 py-1 text-left text-sm hover:bg-hover"
            >
              <span className="flex items-baseline justify-between gap-3">
                <span className="truncate">{one.name}</span>
                <span className="tabular shrink-0 text-muted">
                  {count(one.open)}
                  {one.errors > 0 && `, ${counted(one.errors, 'error')}`}
                </span>
              </span>
              <span aria-hidden className="mt-1 block h-1.5 rounded-full bg-hover">
                <span className="block h-full rounded-full bg-warn" style={{ width: `${(100 * one.open) / most}%` }}>
                  <span
                    className="block h-full rounded-full bg-bad"
                    style={{ width: `${(100 * one.errors) / one.open}%` }}
                  />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
