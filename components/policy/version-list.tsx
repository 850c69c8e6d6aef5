'use client'

import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { counted } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import type { VersionHead } from '@/server/policy/schema'

export type Version = VersionHead & { byName: string | null }

/** Every version: when, by whom, why; one press shows what it said. */
export function VersionList({
  versions,
  standing,
  shown,
  onShow,
}: {
  versions: Version[]
  standing: number
  shown: number
  onShow: (version: number) => void
}) {
  if (versions.length === 0)
    return (
      <EmptyState title="Nothing was saved yet">
        Only the policies that come with Stoa decide. Each save of your own leaves a version here.
      </EmptyState>
    )
  return (
    <ol aria-label="Versions" className="divide-y divide-line border-line border-y">
      {versions.map((one) => (
        <li key={one.number} className={cn('flex items-start gap-3 py-2.5', one.number === shown && 'bg-hover/50')}>
          <span className="tabular w-10 shrink-0 pl-2 font-mono text-sm">v{one.number}</span>
          <div className="min-w-0 flex-1">
            <p className="min-w-0 break-words">{one.note ?? <span className="text-muted">No note</span>}</p>
            <p className="text-muted text-sm">
              {one.byName ?? 'Someone who left'}, <RelativeTime at={one.at} />,{' '}
              {counted(one.policies, 'policy', 'policies')}
            </p>
          </div>
          {one.number === standing ? (
            <span className="shrink-0 pt-0.5 text-muted text-sm">stands</span>
          ) : (
            <Button
              size="sm"
              kind="quiet"
              aria-label={`Look at version ${one.number}`}
              aria-current={one.number === shown ? 'true' : undefined}
              onClick={() => onShow(one.number)}
            >
              Look
            </Button>
          )}
        </li>
      ))}
      <li className={cn('flex items-start gap-3 py-2.5', shown === 0 && 'bg-hover/50')}>
        <span className="tabular w-10 shrink-0 pl-2 font-mono text-sm">v0</span>
        <p className="min-w-0 flex-1 text-muted">None of its own</p>
        <Button size="sm" kind="quiet" aria-label="Look at version 0" onClick={() => onShow(0)}>
          Look
        </Button>
      </li>
    </ol>
  )
}
