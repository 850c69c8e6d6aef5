'use client'

import { useQuery } from '@tanstack/react-query'
import { ClipboardCheck } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { reviewsAccess } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { count, day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Page } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { AccessReview } from '@/server/access/schema'

const StartSheet = dynamic(() => import('./start-sheet').then((part) => part.StartSheet))

/** Lists of rights that are, or were, gone through one by one. */
export function ReviewList() {
  const trpc = useTRPC()
  const { viewer } = useFrame()
  const query = useQuery(trpc.review.list.queryOptions({}))
  const [starting, setStarting] = useState(false)
  const starts = reviewsAccess(viewer) && viewer.role !== 'auditor'
  return (
    <Page
      title="Reviews"
      lead="The list of who holds what is frozen; each is kept, narrowed or ended by a date."
      action={
        starts && (
          <Button kind="primary" onClick={() => setStarting(true)}>
            Begin a review
          </Button>
        )
      }
    >
      {query.isError && (
        <ErrorState title="Reviews could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {!query.data && !query.isError && <SkeletonRows label="Loading reviews" />}
      {query.data?.items.length === 0 && (
        <EmptyState title="No review has begun" icon={<ClipboardCheck />}>
          A review shows every live grant as it is today, with when it was last used, and asks of each whether it is
          still needed.
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && (
        <ul aria-label="Reviews" className="divide-y divide-line border-line border-y">
          {query.data.items.map((review) => (
            <ReviewRow key={review.id} review={review} />
          ))}
        </ul>
      )}
      {starting && <StartSheet onClose={() => setStarting(false)} />}
    </Page>
  )
}

function ReviewRow({ review }: { review: AccessReview }) {
  const { org, domains } = useFrame()
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <Link href={`/${org.slug}/reviews/${review.id}`} className="font-medium">
          {review.title}
        </Link>
        <p className="text-muted text-sm">
          {review.domain ? (domains[review.domain] ?? review.domain) : 'All domains'}, begun by{' '}
          {review.createdByName ?? review.createdBy} on {day(review.createdAt)}
        </p>
      </div>
      <span className="tabular text-sm">
        {count(review.decided)} of {count(review.total)} decided
      </span>
      {review.closedAt ? (
        <Status tone="ok">Closed {day(review.closedAt)}</Status>
      ) : (
        <Status tone="info">
          Due <RelativeTime at={review.dueAt} />
        </Status>
      )}
    </li>
  )
}
