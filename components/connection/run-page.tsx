'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { bytes, count, counted, duration } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { KeyValue, Page, Section } from '@/components/ui/page'
import { Progress } from '@/components/ui/progress'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, PartialNote, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toastError } from '@/components/ui/toast'
import type { Run } from '@/server/ingestion/schema'
import { RunLog } from './run-log'
import { isLive, partWords, runWords } from './words'

/** How often a run that goes on is looked at, in ms. */
const lookEvery = 1_000

/** A run: how far it is, what it said, what it made. It can be left and come back to. */
export function RunPage({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC()
  const query = useQuery(
    trpc.run.get.queryOptions(
      { id },
      { refetchInterval: ({ state }) => (isLive(state.data?.state) ? lookEvery : false) },
    ),
  )
  if (query.isError)
    return (
      <Page title="Run">
        <ErrorState title="The run could not be read" error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  const run = query.data
  if (!run)
    return (
      <Page title="Run">
        <SkeletonRows label="Reading the run" />
      </Page>
    )
  const words = runWords[run.state]
  return (
    <Page
      title={`Run of ${run.connection}`}
      crumbs={[
        { label: 'Connections', href: `/${org}/connections` },
        { label: run.connection, href: `/${org}/connections/${run.connectionId}` },
      ]}
      aside={<Status tone={words.tone}>{words.word}</Status>}
      action={<RunActions run={run} />}
    >
      <div className="flex flex-col gap-8">
        <HowFar run={run} />
        {run.state === 'held' && (
          <PartialNote>
            The source shrank, so the copies before stay in use. Look at what is held below; accept it if the source did
            lose those rows.
          </PartialNote>
        )}
        <Parts org={org} run={run} />
        <Section title="Log">
          <RunLog id={id} live={isLive(run.state)} />
        </Section>
      </div>
    </Page>
  )
}

function RunActions({ run }: { run: Run }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const options = { onError: toastError, onSettled: () => queries.invalidateQueries({ queryKey: trpc.run.pathKey() }) }
  const cancel = useMutation(trpc.run.cancel.mutationOptions(options))
  const accept = useMutation(trpc.run.accept.mutationOptions(options))
  if (run.state === 'held')
    return (
      <>
        <Button kind="quiet" busy={cancel.isPending} onClick={() => cancel.mutate({ id: run.id })}>
          Discard
        </Button>
        <Button kind="primary" busy={accept.isPending} onClick={() => accept.mutate({ id: run.id })}>
          Accept the smaller copy
        </Button>
      </>
    )
  if (!isLive(run.state)) return null
  return (
    <Button busy={cancel.isPending} onClick={() => cancel.mutate({ id: run.id })}>
      Cancel run
    </Button>
  )
}

function HowFar({ run }: { run: Run }) {
  const { progress, rate, timeLeft, startedAt, endedAt } = run
  const took = startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null
  const rows = run.snapshots.reduce((sum, one) => sum + one.rows, 0)
  const unit = progress.unit
  return (
    <div className="flex flex-col gap-4">
      {run.state === 'running' && (
        <Progress done={progress.done} total={progress.total} unit={unit} label="How far the run is" />
      )}
      <KeyValue
        stacked
        items={[
          ...(isLive(run.state)
            ? [
                { label: 'Bytes read', value: bytes(progress.bytes) },
                {
                  label: 'Rate',
                  value: rate
                    ? `${unit === 'bytes' ? bytes(rate) : counted(Math.round(rate), 'row')} a second`
                    : 'Not known yet',
                },
                {
                  label: 'Time left',
                  value: timeLeft === undefined ? 'Not known yet' : `about ${duration(timeLeft * 1000)}`,
                },
              ]
            : [
                { label: 'Rows', value: count(rows) },
                { label: 'Took', value: took === null ? 'Did not start' : duration(took) },
              ]),
          { label: 'Asked for', value: <RelativeTime at={run.createdAt} /> },
        ]}
      />
    </div>
  )
}

function Parts({ org, run }: { org: string; run: Run }) {
  const made = new Map(run.snapshots.map((one) => [one.asset, one]))
  return (
    <Section title="Assets">
      <ul className="divide-y border-line border-y">
        {run.assets.map((part) => {
          const snapshot = made.get(part.id)
          return (
            <li key={part.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <Link href={`/${org}/assets/${part.id}`} className="min-w-0 flex-1 truncate font-mono text-sm">
                {part.ref}
              </Link>
              {snapshot && (
                <span className="tabular text-muted text-sm">
                  {counted(snapshot.rows, 'row')}, {bytes(snapshot.bytes)}
                </span>
              )}
              <Status tone={partWords[part.state].tone}>{partWords[part.state].word}</Status>
              {part.problem && <p className="w-full text-sm text-warn-text">{part.problem}</p>}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
