import { count, counted } from '@/components/ui/format'
import { Badge, Status, StatusShape, type Tone } from '@/components/ui/status'
import type { CheckResult, PlannedCheck } from '@/server/product/schema'

const measuredText = (check: CheckResult) => {
  if (check.measured === null) return check.detail ?? 'not measured'
  if (typeof check.measured === 'string') return check.measured
  const rounded = Math.round(check.measured * 100) / 100
  return check.unit === 'percent' ? `${rounded} %` : count(rounded)
}

const toneOf = (check: CheckResult | undefined, running: boolean): Tone => {
  if (!check) return running ? 'busy' : 'neutral'
  if (check.ok) return 'ok'
  return check.blocking ? 'bad' : 'warn'
}
const words: Record<Tone, string> = {
  ok: 'holds',
  bad: 'blocks',
  warn: 'warns',
  busy: 'running',
  neutral: 'waits',
  info: '',
}

/** The checks of one port: what was promised, beside what was found. */
export function CheckList({
  port,
  planned,
  results,
  running,
}: {
  port: string
  planned: PlannedCheck[]
  results?: CheckResult[]
  running: boolean
}) {
  const failing = results?.filter((check) => !check.ok).length ?? 0
  return (
    <section aria-label={`Checks of ${port}`} aria-live="polite">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <h2 className="min-w-0 truncate font-medium">{port}</h2>
        {results ? (
          <Status tone={failing === 0 ? 'ok' : 'warn'}>
            {failing === 0 ? `all ${planned.length} hold` : `${failing} of ${planned.length} do not hold`}
          </Status>
        ) : (
          <span className="text-muted text-sm">{counted(planned.length, 'check')}</span>
        )}
      </div>
      <ul className="divide-y divide-line border-line border-y">
        {planned.map((plan) => {
          const check = results?.find((each) => each.id === plan.id)
          const tone = toneOf(check, running)
          return (
            <li key={plan.id} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-2.5 py-1.5">
              <StatusShape tone={tone} className="mt-1" />
              <div className="min-w-0">
                <p className="break-words">{plan.title}</p>
                <p className="flex flex-wrap gap-x-2 text-muted text-xs">
                  <span className="sr-only">{words[tone]}</span>
                  <code>{[plan.object, plan.property].filter(Boolean).join('.')}</code>
                  {!plan.blocking && <Badge>warns only</Badge>}
                  {check?.setAside !== null && check !== undefined && (
                    <span>{counted(check.setAside, 'row')} set aside</span>
                  )}
                </p>
                {check && !check.ok && check.detail && check.measured !== null && (
                  <p className="text-bad-text text-xs">{check.detail}</p>
                )}
              </div>
              <p className="tabular text-right text-sm">
                {check && (
                  <span className={check.ok ? '' : tone === 'bad' ? 'text-bad-text' : 'text-warn-text'}>
                    {measuredText(check)}
                  </span>
                )}
                <span className="block text-muted text-xs">{plan.expected}</span>
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
