'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { policyTexts } from './policy-texts'
import type { Version } from './version-list'

/** What an earlier version said, and the way back to it: as a draft that is saved like any other. */
export function OldVersion({
  number,
  head,
  policy,
  onBack,
  onEdit,
}: {
  number: number
  head: Version | undefined
  policy: string | null
  onBack: () => void
  /** Takes its text as the draft; absent for those who may only read. */
  onEdit?: (text: string) => void
}) {
  const query = useQuery(useTRPC().policy.get.queryOptions({ version: number }))
  const text = query.data?.text ?? ''
  const goTo = useMemo(() => {
    const line = policyTexts(text).find(({ id }) => id === policy)?.line
    return line === undefined ? undefined : { line }
  }, [text, policy])
  return (
    <section aria-label={`Version ${number}`} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-info-soft px-3 py-2 text-info-text">
        <p className="min-w-0 flex-1">
          Version {number}
          {head && (
            <>
              , by {head.byName ?? 'someone who left'}, <RelativeTime at={head.at} />
              {head.note && `: ${head.note}`}
            </>
          )}
        </p>
        {onEdit && (
          <Button size="sm" disabled={!query.data} onClick={() => onEdit(text)}>
            Edit from this text
          </Button>
        )}
        <Button size="sm" kind="quiet" onClick={onBack}>
          Back to what stands
        </Button>
      </div>
      {query.isError ? (
        <ErrorState title="It could not be read" error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        <CodeEditor
          label={`Policies of version ${number}`}
          language="cedar"
          value={text}
          goTo={goTo}
          readOnly
          height="max(20rem, calc(100dvh - 20rem))"
        />
      ) : (
        <Skeleton className="h-64" />
      )}
    </section>
  )
}
