'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Skeleton } from '@/components/ui/states'
import { climbWords, nameList, stepWords, within } from './words'

type Ask = { product: string; port: string; for?: string; columns?: string[] }
/** An address holds no more. */
const MOST_COLUMNS = 150

/** Who would decide a request as it stands, why they, and how long that usually takes. */
export function WhoDecides({ ask }: { ask: Ask }) {
  const trpc = useTRPC()
  const columns = ask.columns && ask.columns.length <= MOST_COLUMNS ? ask.columns.join(',') : undefined
  const query = useQuery(
    trpc.access.preview.queryOptions({ ...ask, columns }, { placeholderData: keepPreviousData, retry: false }),
  )
  const found = query.data
  return (
    <section aria-live="polite" aria-label="Who decides" className="rounded-md bg-sunken px-3 py-2.5 text-sm">
      {query.isError ? (
        <p className="text-bad-text">{query.error.message}</p>
      ) : !found ? (
        <Skeleton className="h-5 w-56" />
      ) : found.automatic ? (
        <p>The policy agrees to this by itself: access begins at once.</p>
      ) : (
        <>
          <ul className="flex flex-col gap-1">
            {found.steps.map((step) => (
              <li key={step.role}>
                <span className="font-medium">{stepWords[step.role]}</span>:{' '}
                {step.deciders.length > 0 ? nameList(step.deciders) : 'nobody may decide this yet'}{' '}
                {step.climbedTo && climbWords[step.climbedTo]}
                {step.role !== 'owner' && <span className="block text-muted">{step.because}</span>}
              </li>
            ))}
          </ul>
          <p className="mt-1.5 text-muted">
            {found.usual
              ? `Half of the last ${found.usual.of} were decided ${within(found.usual.hours)}.`
              : 'Nothing was decided here yet, so there is no usual time.'}
          </p>
        </>
      )}
    </section>
  )
}
