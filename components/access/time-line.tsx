import { day } from '@/components/ui/format'

/** How much of a right is left, on one scale for all of them: today at the left, the furthest end at the right. */
export function TimeLine({ endsAt, from, to, soon }: { endsAt: string; from: number; to: number; soon: boolean }) {
  const share = Math.max(0.01, Math.min(1, (new Date(endsAt).getTime() - from) / Math.max(1, to - from)))
  return (
    <div className="relative h-4 min-w-24" role="img" aria-label={`Until ${day(endsAt)}`}>
      <span aria-hidden className="absolute inset-x-0 top-1/2 h-px bg-line" />
      <span
        aria-hidden
        className={`absolute top-1/2 left-0 h-1 -translate-y-1/2 rounded-full ${soon ? 'bg-warn' : 'bg-edge'}`}
        style={{ width: `${share * 100}%` }}
      />
      <span
        aria-hidden
        className={`absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 bg-raised ${soon ? 'border-warn' : 'border-edge'}`}
        style={{ left: `calc(${share * 100}% - ${share > 0.98 ? 5 : 0}px)` }}
      />
    </div>
  )
}
