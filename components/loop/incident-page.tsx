'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { KeyValue, Page, Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { IncidentDetail } from '@/server/observe/schema'
import { eventsOf } from './line-spans'
import { PromiseLine } from './promise-line'
import { useReads } from './use-reads'
import { eventTitle, stateOf } from './words'

const Adjustments = dynamic(() => import('./adjustments').then((part) => part.Adjustments))
const AdjustDialog = dynamic(() => import('./adjust-dialog').then((part) => part.AdjustDialog), { ssr: false })
const Lineage = dynamic(() => import('./lineage').then((part) => part.Lineage))
const ResolveDialog = dynamic(() => import('./resolve-dialog').then((part) => part.ResolveDialog), { ssr: false })

/** One incident: what is broken and since when, how it was measured, what became of it, and what can be done. */
export function IncidentPage({ id }: { id: string }) {
  const { org } = useFrame()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const query = useQuery(trpc.incident.get.queryOptions({ id }))
  const crumbs = [{ label: 'Loop', href: `/${org.slug}/loop` }]
  if (!query.data)
    return (
      <Page crumbs={crumbs} title="Incident">
        {query.isError ? (
          <ErrorState title="This incident could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <SkeletonRows label="Loading the incident" />
        )}
      </Page>
    )
  const incident = query.data
  const changed = () => queries.invalidateQueries({ queryKey: trpc.incident.pathKey() })
  const { tone, word } = stateOf(incident)
  return (
    <Page
      crumbs={crumbs}
      title={incident.title}
      lead={incident.cause}
      aside={<Status tone={tone}>{word}</Status>}
      action={<Doings incident={incident} changed={changed} />}
    >
      <Facts incident={incident} />
      <Promises incident={incident} />
      {incident.adjustments.length > 0 && (
        <Section title="What was done">
          <Adjustments incident={incident} onDone={changed} />
        </Section>
      )}
      <Lineage incident={incident} />
      <Section title="What became of it">
        <History incident={incident} />
      </Section>
    </Page>
  )
}

function Promises({ incident }: { incident: IncidentDetail }) {
  const { viewer } = useFrame()
  const reads = useReads(incident.product)
  const { expectations, events, adjustments, product } = incident
  if (expectations.length === 0) return null
  return (
    <Section title={expectations.length === 1 ? 'The promise' : 'The promises'}>
      <div className="flex flex-col gap-8">
        {expectations.map((one) => (
          <PromiseLine
            key={one.id}
            promise={one}
            events={eventsOf(events, adjustments)}
            mutes={readsByRole(viewer, product.domain)}
            reads={reads(one.port)}
          />
        ))}
      </div>
    </Section>
  )
}

function Facts({ incident }: { incident: IncidentDetail }) {
  const { org } = useFrame()
  return (
    <KeyValue
      stacked
      className="mb-10"
      items={[
        {
          label: 'Product',
          value: <Link href={`/${org.slug}/catalog/${incident.product.slug}`}>{incident.product.title}</Link>,
        },
        { label: 'Port', value: incident.port ? <span className="font-mono">{incident.port}</span> : 'All of it' },
        { label: 'First seen', value: <RelativeTime at={incident.firstSeenAt} /> },
        {
          label: 'Last seen',
          value: (
            <>
              <RelativeTime at={incident.lastSeenAt} />, in {counted(incident.seen, 'look')}
            </>
          ),
        },
        { label: 'Owner', value: incident.owner.name },
      ]}
    />
  )
}

function History({ incident: { events, adjustments } }: { incident: IncidentDetail }) {
  return (
    <ol className="divide-y divide-line border-line border-y">
      {[...events].reverse().map((event) => (
        <li key={`${event.at}${event.kind}`} className="py-2.5">
          <p>
            {eventTitle(event, adjustments)}
            {event.by && ` by ${event.by}`}, <RelativeTime at={event.at} className="text-muted" />
          </p>
          {event.note && <p className="mt-0.5 max-w-read break-words text-muted text-sm">“{event.note}”</p>}
        </li>
      ))}
    </ol>
  )
}

/** What can be done, for whom it is; the procedures ask the policy again. */
function Doings({
  incident: { id, state, product, expectations },
  changed,
}: {
  incident: IncidentDetail
  changed: () => unknown
}) {
  const { viewer } = useFrame()
  const [doing, setDoing] = useState<'adjust' | 'resolve' | null>(null)
  const acknowledge = useMutation(
    useTRPC().incident.acknowledge.mutationOptions({
      onError: toastError,
      onSuccess: () => toast('You look after it'),
      onSettled: changed,
    }),
  )
  if (!readsByRole(viewer, product.domain)) return null
  const resolved = state === 'resolved'
  return (
    <>
      {!resolved && state !== 'acknowledged' && (
        <Button busy={acknowledge.isPending} onClick={() => acknowledge.mutate({ id })}>
          I look after it
        </Button>
      )}
      <Button onClick={() => setDoing('adjust')}>{resolved ? 'Tell readers' : 'Adjust'}</Button>
      {!resolved && (
        <Button kind="primary" onClick={() => setDoing('resolve')}>
          Resolve
        </Button>
      )}
      {doing === 'resolve' && <ResolveDialog id={id} onClose={() => setDoing(null)} onDone={changed} />}
      {doing === 'adjust' && (
        <AdjustDialog
          id={id}
          resolved={resolved}
          added={expectations.some(({ source }) => source === 'added')}
          onClose={() => setDoing(null)}
          onDone={changed}
        />
      )}
    </>
  )
}
