'use client'

import { SearchX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { CopyButton } from './copy-button'

/** Nothing here yet: what would be here, why it matters, and the one thing to do. */
export function EmptyState({
  title,
  children,
  action,
  icon,
  className,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: ReactNode
  className?: string
}) {
  return (
    <div className={cn('flex flex-col items-start gap-1 rounded-md border border-dashed p-6 sm:p-8', className)}>
      {icon && <span className="mb-2 text-muted [&_svg]:size-5">{icon}</span>}
      <h2 className="text-lg">{title}</h2>
      {children && <div className="max-w-read text-muted">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}

/** The filters leave nothing over; each can be dropped by itself. */
export function NoMatches({
  what,
  filters = [],
  onClear,
}: {
  /** In the plural: "products", "runs". */
  what: string
  filters?: { label: string; drop: () => void }[]
  onClear?: () => void
}) {
  return (
    <div className="flex flex-col items-start gap-1 py-8" role="status">
      <SearchX aria-hidden className="mb-2 size-5 text-muted" />
      <p className="font-medium text-lg">No {what} match</p>
      {filters.length > 0 && <p className="text-muted">Drop what narrows it most:</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        {filters.map((filter) => (
          <Button key={filter.label} size="sm" onClick={filter.drop}>
            Without {filter.label}
          </Button>
        ))}
        {onClear && (
          <Button size="sm" kind="quiet" onClick={onClear}>
            Clear all
          </Button>
        )}
      </div>
    </div>
  )
}

/** What the procedures' errors carry besides their message; see API.md, Errors. */
export function requestIdOf(error: unknown): string | undefined {
  const app = (error as { data?: { app?: { requestId?: unknown } } } | null)?.data?.app
  return typeof app?.requestId === 'string' ? app.requestId : undefined
}

/** An error's own words; a browser's for a call that came to nothing say little to anyone. */
function wordsOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const unanswered = error.name === 'TRPCClientError' && !('data' in error && error.data)
  return unanswered ? 'The portal could not be reached. Your connection or the portal may be down.' : error.message
}

/** Something failed: what, where, what to do, and the id to quote. */
export function ErrorState({
  title,
  error,
  message,
  requestId = requestIdOf(error),
  retry,
  action,
  className,
}: {
  title: string
  error?: unknown
  message?: ReactNode
  requestId?: string
  retry?: () => void
  action?: ReactNode
  className?: string
}) {
  const said = message ?? wordsOf(error)
  return (
    <div
      role="alert"
      className={cn('flex items-start gap-3 rounded-md border border-bad/30 bg-bad-soft p-4', className)}
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-bad-text">{title}</p>
        {said && <p className="mt-0.5 max-w-read break-words text-text">{said}</p>}
        <div className="mt-3 flex flex-wrap items-center gap-2 empty:hidden">
          {retry && (
            <Button size="sm" onClick={retry}>
              Try again
            </Button>
          )}
          {action}
          {requestId && (
            <span className="inline-flex items-center gap-1 text-muted text-xs">
              Request <code className="font-mono">{requestId}</code>
              <CopyButton text={requestId} label="Copy the request id" size="sm" />
            </span>
          )}
        </div>
      </div>
    </div>
  )
}

/** Part of the answer is missing; says which. */
export function PartialNote({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-text">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  )
}

/** The shape of what is coming; seen only if it takes longer than 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className="block animate-late">
      <span className={cn('block h-4 animate-breathe rounded-sm bg-hover', className)} />
    </span>
  )
}

/** Rows of a list or table that is on its way. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y">
      {Array.from({ length: rows }, (_, place) => place).map((place) => (
        <div key={place} className="flex items-center gap-4 py-3">
          <Skeleton className="h-4 w-40" />
          <Skeleton className={place % 2 ? 'h-3 w-64 max-w-full' : 'h-3 w-48 max-w-full'} />
        </div>
      ))}
    </div>
  )
}
