import { cn } from './cn'
import { count, percent } from './format'

/** How far long work has come, with a number; without a total it says how much is done. */
export function Progress({
  done,
  total,
  unit,
  label,
  className,
}: {
  done: number
  total?: number
  unit: string
  label: string
  className?: string
}) {
  const share = total ? Math.min(1, done / total) : undefined
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total ? done : undefined}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className={cn(
            'h-full rounded-full bg-accent transition-[width]',
            share === undefined && 'w-1/3 animate-breathe',
          )}
          style={share === undefined ? undefined : { width: `${share * 100}%` }}
        />
      </div>
      <p className="tabular text-muted text-xs">
        {count(done)}
        {total ? ` of ${count(total)}` : ''} {unit}
        {share !== undefined && `, ${percent(share)}`}
      </p>
    </div>
  )
}
