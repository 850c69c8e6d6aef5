import { Check } from 'lucide-react'
import { cn } from './cn'

/** Where one is in a task of a few steps; done ones can be gone back to. */
export function Stepper({
  steps,
  current,
  onGo,
}: {
  steps: { id: string; label: string }[]
  current: string
  onGo?: (id: string) => void
}) {
  const at = steps.findIndex((step) => step.id === current)
  return (
    <ol aria-label="Steps" className="mb-8 flex flex-wrap items-center gap-x-2 gap-y-2">
      {steps.map((step, place) => {
        const done = place < at
        const inside = (
          <>
            <span
              className={cn(
                'tabular grid size-5 shrink-0 place-items-center rounded-full border text-xs',
                place === at && 'border-accent bg-accent text-on-accent',
                done && 'border-accent text-accent-text',
                place > at && 'border-edge text-muted',
              )}
            >
              {done ? <Check aria-hidden className="size-3" strokeWidth={3} /> : place + 1}
            </span>
            <span className={cn(place === at ? 'font-medium' : 'text-muted', place !== at && 'max-sm:sr-only')}>
              {step.label}
            </span>
            {done && <span className="sr-only">, done</span>}
          </>
        )
        return (
          <li key={step.id} className="flex items-center gap-2" aria-current={place === at ? 'step' : undefined}>
            {place > 0 && <span aria-hidden className="h-px w-5 bg-line sm:w-8" />}
            {done && onGo ? (
              <button
                type="button"
                onClick={() => onGo(step.id)}
                className="flex min-h-6 min-w-6 items-center gap-2 hover:[&>span]:text-text"
              >
                {inside}
              </button>
            ) : (
              <span className="flex items-center gap-2">{inside}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
