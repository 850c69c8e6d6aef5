'use client'

import { useQuery } from '@tanstack/react-query'
import { AnswerTable } from '@/components/query/answer-table'
import { useTRPC } from '@/components/trpc'
import { counted } from '@/components/ui/format'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { toldCode } from './told-code'

/** Rows that break a promise, as the reader may read them: for finding out why, not for taking them away. */
export function OffendingRows({ id, title }: { id: string; title: string }) {
  const query = useQuery(useTRPC().expectation.rows.queryOptions({ id }, { retry: false, staleTime: 60_000 }))
  if (query.isPending) return <SkeletonRows rows={3} label="Reading the rows that break it" />
  // It is no fault that some promises are about all rows together, or that somebody may not see them.
  if (query.isError && ['invalid', 'forbidden'].includes(toldCode(query.error)))
    return <p className="max-w-read text-muted text-sm">{query.error.message}</p>
  if (query.isError)
    return <ErrorState title="The rows could not be read" error={query.error} retry={() => void query.refetch()} />
  const { rowCount, truncated, of } = query.data
  const where = of === 'held_back' ? 'of the newest rows, which the port holds back' : 'of the rows that the port shows'
  if (rowCount === 0)
    return (
      <p className="max-w-read text-muted text-sm">
        None {where} breaks it. Newer rows that do may be held back: those who publish the product see them.
      </p>
    )
  return (
    <div className="min-w-0">
      <p role="status" className="mb-2 text-muted text-sm">
        {truncated
          ? `The first ${counted(rowCount, 'row')} that break it`
          : `${counted(rowCount, 'row')} ${rowCount === 1 ? 'breaks' : 'break'} it`}
        , {where}.
      </p>
      <AnswerTable answer={query.data} label={`Rows that break “${title}”`} maxHeight="20rem" />
    </div>
  )
}
