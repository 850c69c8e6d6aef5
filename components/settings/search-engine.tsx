'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { count, counted } from '@/components/ui/format'
import { Progress } from '@/components/ui/progress'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { SearchStanding } from '@/server/catalog/schema'
import { SettingsPage } from './settings-page'
import { Synonyms } from './synonyms'

const lead = 'Which engine answers searches of the catalog, and whether it knows all that is published.'
const names = { postgresql: 'PostgreSQL', meilisearch: 'Meilisearch' }
const LOOK_MS = 3000

export function SearchEngine() {
  const trpc = useTRPC()
  const { viewer } = useFrame()
  // Looked at again while something is under way, so that progress is seen.
  const standing = useQuery(
    trpc.catalog.standing.queryOptions({}, { refetchInterval: ({ state }) => (isWell(state.data) ? false : LOOK_MS) }),
  )
  const reindex = useMutation(trpc.catalog.reindex.mutationOptions({ onError: toastError }))

  async function again() {
    await reindex.mutateAsync({})
    toast('The catalog is being built and compared again')
    await standing.refetch()
  }
  const action = viewer.role === 'owner' && (
    <Button icon={<RefreshCw />} busy={reindex.isPending} onClick={() => void again().catch(() => undefined)}>
      Build again
    </Button>
  )
  return (
    <SettingsPage at="search" title="Search" lead={lead} action={action}>
      {standing.error ? (
        <ErrorState
          title="The search engine could not be asked"
          error={standing.error}
          retry={() => void standing.refetch()}
        />
      ) : standing.data ? (
        <Standing {...standing.data} />
      ) : (
        <SkeletonRows rows={3} label="Asking the search engine" />
      )}
      <Synonyms />
    </SettingsPage>
  )
}

const isWell = (data: SearchStanding | undefined) => data?.state === 'in step'

function Standing({ engine, state, entries, waiting, behindSince }: SearchStanding) {
  return (
    <div className="max-w-xl space-y-5">
      <dl className="grid grid-cols-[8rem_1fr] gap-y-2.5">
        <dt className="text-muted">Engine</dt>
        <dd>{names[engine]}</dd>
        <dt className="text-muted">State</dt>
        <dd>
          <State state={state} />
        </dd>
        <dt className="text-muted">Can be found</dt>
        <dd className="tabular">{counted(entries, 'product')}</dd>
        {behindSince && (
          <>
            <dt className="text-muted">Behind since</dt>
            <dd>
              <RelativeTime at={behindSince} />
            </dd>
          </>
        )}
      </dl>
      {state === 'behind' && (
        <Progress
          label="Entries told to the search engine"
          done={Math.max(0, entries - waiting)}
          total={entries}
          unit="products"
        />
      )}
      <p className="text-muted text-sm">{said(engine, state, waiting)}</p>
    </div>
  )
}

function State({ state }: Pick<SearchStanding, 'state'>) {
  if (state === 'away') return <Status tone="bad">Does not answer</Status>
  if (state === 'behind') return <Status tone="busy">Catching up</Status>
  return <Status tone="ok">Knows everything published</Status>
}

function said(engine: SearchStanding['engine'], state: SearchStanding['state'], waiting: number) {
  if (engine === 'postgresql') return 'The database answers by itself, and is never behind.'
  if (state === 'in step') return 'While it is behind or away, the database answers, and nothing hidden is shown.'
  const wait = waiting === 1 ? 'One product waits' : `${count(waiting)} products wait`
  return `${wait} to be told to it. Until then the database answers: slower, and as true.`
}
