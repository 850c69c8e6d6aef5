import { cn } from '@/components/ui/cn'
import { exactTime } from '@/components/ui/format'
import { StatusShape } from '@/components/ui/status'
import type { PortMark } from '@/server/product/schema'

/** What somebody says of a product's ports beside its promises; nothing where nobody says anything. */
export function PortMarks({ of, named = true }: { of: readonly PortMark[]; named?: boolean }) {
  return of.map(({ port, kind, why, since, until }) => {
    const tone = kind === 'paused' ? 'bad' : 'warn'
    return (
      <span
        key={`${port}${kind}${since}`}
        className={cn(
          'inline-flex min-w-0 items-baseline gap-1.5 text-xs',
          kind === 'paused' ? 'text-bad-text' : 'text-warn-text',
        )}
      >
        <StatusShape tone={tone} className="translate-y-0.5" />
        <span className={cn('min-w-0 break-words', named && 'line-clamp-2')}>
          {named ? `${port} is ${kind}` : kind === 'paused' ? 'Paused' : 'Degraded'}
          {until && ` until ${exactTime(until)}`}: {why}
        </span>
      </span>
    )
  })
}
