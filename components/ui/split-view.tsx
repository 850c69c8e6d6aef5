import type { ReactNode } from 'react'
import { cn } from './cn'

/**
 * A list and what is chosen in it, side by side; each scrolls by itself under the top line.
 * Under 1024 px one sees the detail when something is chosen, else the list.
 */
export function SplitView({
  list,
  detail,
  open,
  listLabel,
  detailLabel,
  className,
}: {
  list: ReactNode
  detail: ReactNode
  /** Whether something is chosen. */
  open: boolean
  listLabel: string
  detailLabel: string
  className?: string
}) {
  return (
    <div className={cn('flex h-[calc(100dvh-3rem)] min-h-0', className)}>
      <section
        aria-label={listLabel}
        className={cn(
          'w-full shrink-0 overflow-y-auto border-line lg:block lg:w-[380px] lg:border-r',
          open ? 'hidden' : 'block',
        )}
      >
        {list}
      </section>
      <section
        aria-label={detailLabel}
        className={cn('min-w-0 flex-1 overflow-y-auto bg-raised lg:block', open ? 'block' : 'hidden')}
      >
        {detail}
      </section>
    </div>
  )
}
