'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { count, counted } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toastError } from '@/components/ui/toast'

/** One line: when the chain was last verified and what came of it, and the button that verifies it now. */
export function LastCheck() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const last = useQuery(trpc.audit.lastCheck.queryOptions({}))
  const verify = useMutation(
    trpc.audit.verify.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.audit.lastCheck.queryKey() }),
      onError: toastError,
    }),
  )
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-line bg-raised px-3 py-2">
      <p aria-live="polite">
        {verify.isPending ? (
          'Reading the whole chain…'
        ) : last.data ? (
          <Verdict check={last.data.check} />
        ) : (
          <Skeleton className="h-4 w-64" />
        )}
      </p>
      <Button size="sm" busy={verify.isPending} onClick={() => verify.mutate({})}>
        Verify
      </Button>
    </div>
  )
}

function Verdict({ check }: { check: { at: string; ok: boolean; entries: number; reason: string | null } | null }) {
  if (!check) return <Status tone="neutral">The chain was never verified</Status>
  const entries = check.entries === 1 ? 'the one entry' : `all ${count(check.entries)} entries`
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Status tone={check.ok ? 'ok' : 'bad'}>
        {check.ok ? `The chain holds, ${entries}` : `The chain is broken: ${check.reason}`}
      </Status>
      <span className="text-muted text-sm">
        verified <RelativeTime at={check.at} />
        {!check.ok && `, ${counted(check.entries, 'entry', 'entries')} read`}
      </span>
    </span>
  )
}
