'use client'

import { useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useState } from 'react'
import { purposeTitle } from '@/components/access/words'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { count, counted, day } from '@/components/ui/format'
import { Page } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status, type Tone } from '@/components/ui/status'
import type { AppRouter } from '@/server/api/root'
import { DecisionSheet } from './decision-sheet'
import { useKeep } from './use-keep'

export type Item = inferRouterOutputs<AppRouter>['review']['get']['items'][number]

const decisions: Record<NonNullable<Item['decision']>, [Tone, string]> = {
  keep: ['ok', 'Kept'],
  narrow: ['warn', 'Narrowed'],
  end: ['bad', 'Ended'],
  undecided: ['neutral', 'Nobody decided'],
}

/** One review: each grant as it was when the review began, when it was last used, and what was decided. */
export function ReviewPage({ id }: { id: string }) {
  const trpc = useTRPC()
  const { org } = useFrame()
  const query = useQuery(trpc.review.get.queryOptions({ id }))
  const [chosen, setChosen] = useState<Item | null>(null)
  const crumbs = [{ label: 'Reviews', href: `/${org.slug}/reviews` }]
  if (!query.data)
    return (
      <Page crumbs={crumbs} title="Review">
        {query.isError ? (
          <ErrorState title="This review could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <SkeletonRows label="Loading the review" />
        )}
      </Page>
    )
  const { review, items } = query.data
  const sorted = [...items].sort((a, b) => Number(a.decision !== null) - Number(b.decision !== null))
  return (
    <Page
      crumbs={crumbs}
      title={review.title}
      lead={
        review.closedAt
          ? `Closed on ${day(review.closedAt)}. The list is as it was on ${day(review.createdAt)}.`
          : `As it was on ${day(review.createdAt)}. What nobody decides by ${day(review.dueAt)} ${review.ifUndecided === 'end' ? 'ends' : 'stays'}.`
      }
      aside={
        <span className="tabular text-muted text-sm">
          {count(review.decided)} of {count(review.total)} decided
        </span>
      }
    >
      <ul aria-label="Grants" className="divide-y divide-line border-line border-y">
        {sorted.map((item) => (
          <ItemRow key={item.id} review={id} item={item} open={review.closedAt === null} onChoose={setChosen} />
        ))}
      </ul>
      {chosen && <DecisionSheet review={id} item={chosen} onClose={() => setChosen(null)} />}
    </Page>
  )
}

function ItemRow({
  review,
  item,
  open,
  onChoose,
}: {
  review: string
  item: Item
  open: boolean
  onChoose: (item: Item) => void
}) {
  const keep = useKeep(review)
  const { frozen, decision } = item
  const columns = frozen.objects.reduce((sum, object) => sum + object.columns.length, 0)
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto] md:items-center">
      <div className="min-w-0">
        <p className="font-medium">{frozen.principalName}</p>
        <p className="text-muted text-sm">
          {frozen.productTitle} <span className="font-mono">{frozen.port}</span>,{' '}
          {purposeTitle(frozen.purpose).toLowerCase()}, {counted(columns, 'column')}
          {frozen.rows && ', some rows'}, until {day(frozen.expiresAt)}
        </p>
      </div>
      <p className="text-sm">
        {item.lastUsedAt ? (
          <>
            Last used <RelativeTime at={item.lastUsedAt} />
          </>
        ) : (
          <span className="text-warn-text">Never used</span>
        )}
      </p>
      {decision ? (
        <div className="text-sm">
          <Status tone={decisions[decision][0]}>
            {decisions[decision][1]}
            {item.byName && ` by ${item.byName}`}
          </Status>
          {item.note && <p className="text-muted">“{item.note}”</p>}
        </div>
      ) : (
        open && (
          <div className="flex gap-2">
            <Button size="sm" busy={keep.busy(item.id)} onClick={() => keep.keep(item.id)}>
              Keep
            </Button>
            <Button size="sm" onClick={() => onChoose(item)}>
              Narrow or end
            </Button>
          </div>
        )
      )}
    </li>
  )
}
