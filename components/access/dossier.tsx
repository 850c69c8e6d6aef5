'use client'

import { useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { ArrowLeft } from 'lucide-react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { counted, day, period } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { KeyValue, Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { AppRouter } from '@/server/api/root'
import { ColumnsAskedFor } from './columns-asked-for'
import { DecideBar } from './decide-bar'
import { purposeTitle, requestTones, requestWords, roleWords } from './words'

type Found = inferRouterOutputs<AppRouter>['access']['dossier']

/** Everything one weighs before deciding: who, what for, which columns, what they hold already. */
export function Dossier({ id, onBack, onDecided }: { id: string; onBack: () => void; onDecided: () => void }) {
  const trpc = useTRPC()
  const query = useQuery(trpc.access.dossier.queryOptions({ id }))
  const back = (
    <Button kind="quiet" size="sm" icon={<ArrowLeft />} onClick={onBack} className="mb-3 -ml-2 lg:hidden">
      All requests
    </Button>
  )
  if (!query.data)
    return (
      <div className="p-4 sm:p-8">
        {back}
        {query.isError ? (
          <ErrorState title="This request could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <SkeletonRows />
        )}
      </div>
    )
  const { request } = query.data
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex-1 px-4 pt-5 pb-8 sm:px-8">
        {back}
        <Asker found={query.data} />
        <Terms found={query.data} />
        <Section title="What is asked for" lead={<Asked found={query.data} />}>
          <ColumnsAskedFor objects={query.data.objects} />
        </Section>
        <Holds found={query.data} />
        {query.data.earlier.length > 0 && <Earlier requests={query.data.earlier} />}
      </div>
      {request.state === 'submitted' && <DecideBar key={id} request={request} onDecided={onDecided} />}
    </div>
  )
}

function Asker({ found: { request, email, role, domains } }: { found: Found }) {
  return (
    <div className="mb-6 flex items-start gap-3">
      <Avatar name={request.principalName} size={40} />
      <div className="min-w-0">
        <h2 className="text-lg">
          {request.principalName} asks for {request.productTitle}
        </h2>
        <p className="text-muted text-sm">{[roleWords[role] ?? role, ...domains, email].filter(Boolean).join(', ')}</p>
      </div>
    </div>
  )
}

function Terms({ found: { request, holders } }: { found: Found }) {
  const decided = request.history.at(-1)
  return (
    <>
      {request.reason ? (
        <blockquote className="mb-6 max-w-read border-accent border-l-2 pl-4 text-lg">{request.reason}</blockquote>
      ) : (
        <p className="mb-6 text-muted">No reason was given.</p>
      )}
      <KeyValue
        items={[
          { label: 'Purpose', value: purposeTitle(request.purpose) },
          { label: 'For how long', value: `${period(request.duration)} from the approval` },
          { label: 'Asked', value: <RelativeTime at={request.createdAt} /> },
          { label: 'Others holding it', value: holders === 0 ? 'Nobody yet' : counted(holders, 'person', 'people') },
          ...(request.state === 'submitted'
            ? []
            : [
                {
                  label: 'Decision',
                  value: (
                    <>
                      <Status tone={requestTones[request.state]}>{requestWords[request.state]}</Status>
                      {decided?.byName && ` by ${decided.byName}, `}
                      {decided && <RelativeTime at={decided.at} />}
                      {request.note && <span className="block text-muted">{request.note}</span>}
                    </>
                  ),
                },
              ]),
        ]}
      />
    </>
  )
}

function Asked({ found: { request, version } }: { found: Found }) {
  const { org } = useFrame()
  return (
    <>
      Port <span className="font-mono">{request.port}</span> of{' '}
      <Link href={`/${org.slug}/catalog/${request.product}`}>{request.productTitle}</Link>
      {version ? `, version ${version}` : '. It can no longer be read'}
    </>
  )
}

function Holds({ found: { request, holds } }: { found: Found }) {
  return (
    <Section title="What they hold already">
      {holds.length === 0 ? (
        <p className="text-muted">Nothing: this would be {request.principalName}’s first grant.</p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">
          {holds.map((grant) => (
            <li key={grant.id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
              <span>
                {grant.productTitle} <span className="font-mono text-muted text-sm">{grant.port}</span>
              </span>
              <span className="tabular text-muted text-sm">
                {purposeTitle(grant.purpose).toLowerCase()}, until {day(grant.expiresAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Earlier({ requests }: { requests: Found['earlier'] }) {
  return (
    <Section title="Asked before" lead="Their other requests for this product">
      <ul className="divide-y divide-line border-line border-y">
        {requests.map((request) => (
          <li key={request.id} className="py-2">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Status tone={requestTones[request.state]}>{requestWords[request.state]}</Status>
              <span className="text-muted text-sm">
                {purposeTitle(request.purpose).toLowerCase()}, <RelativeTime at={request.createdAt} />
              </span>
            </p>
            {request.note && <p className="text-muted text-sm">{request.note}</p>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
