'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Page } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { PolicyViews } from './policy-views'

const lead = 'Who may do what, for people and agents, on every surface: decided by these texts and nothing else.'

/** The organisation's policies; the server has read them before the first paint. */
export function PolicyPage() {
  const query = useQuery(useTRPC().policy.get.queryOptions({}))
  if (query.data) return <PolicyViews lead={lead} policies={query.data} />
  return (
    <Page wide title="Policy" lead={lead}>
      {query.isError ? (
        <ErrorState title="The policies could not be read" error={query.error} retry={() => void query.refetch()} />
      ) : (
        <SkeletonRows label="Reading the policies" />
      )}
    </Page>
  )
}
