import { Person } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { period } from '@/components/ui/format'
import { rowId } from '@/components/ui/list-keys'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { AccessRequest } from '@/server/access/schema'
import { purposeTitle, requestTones, requestWords } from './words'

/** One request in a list: who, what, why and how long. */
export function RequestRow({
  request,
  selected,
  onSelect,
}: {
  request: AccessRequest
  selected: boolean
  onSelect: () => void
}) {
  return (
    <li id={rowId(request.id)} className="border-line border-b">
      <button
        type="button"
        onClick={onSelect}
        aria-current={selected || undefined}
        className={cn(
          'flex w-full flex-col gap-1 px-4 py-3 text-left transition-colors hover:bg-hover/60 focus-visible:-outline-offset-2',
          selected && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-soft',
        )}
      >
        <span className="flex w-full items-baseline justify-between gap-3">
          <Person name={request.principalName} className="font-medium" />
          <RelativeTime at={request.createdAt} className="shrink-0 text-muted text-xs" />
        </span>
        <span className="truncate">
          {request.productTitle} <span className="font-mono text-muted text-sm">{request.port}</span>
        </span>
        {request.reason && <span className="line-clamp-2 text-muted text-sm">{request.reason}</span>}
        <span className="flex w-full items-center justify-between gap-3 text-muted text-xs">
          <span>
            {purposeTitle(request.purpose)}, {period(request.duration)}
          </span>
          {request.state !== 'submitted' && (
            <Status tone={requestTones[request.state]} className="text-xs">
              {requestWords[request.state]}
            </Status>
          )}
        </span>
      </button>
    </li>
  )
}
