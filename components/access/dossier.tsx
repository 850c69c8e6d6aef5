'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { period } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { KeyValue, Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { AccessRequest, Terms } from '@/server/access/schema'
import { ColumnsAskedFor } from './columns-asked-for'
import { Conversation } from './conversation'
import { DecideBar } from './decide-bar'
import { Earlier, type Found, Holds, Joins, Narrower, Precedents } from './dossier-parts'
import { StepList } from './step-list'
import { purposeTitle, requestTones, requestWords, roleWords } from './words'

const ReviewBar = dynamic(() => import('./review-bar').then((part) => part.ReviewBar), { ssr: false })

/** Everything one weighs before deciding: who, what for, which columns, what they hold already and what that adds up to. */
export function Dossier({
  id,
  alike,
  onBack,
  onDecided,
}: {
  id: string
  /** Other requests for the same port on the same terms. */
  alike: AccessRequest[]
  onBack: () => void
  onDecided: () => void
}) {
  const trpc = useTRPC()
  const query = useQuery(trpc.access.dossier.queryOptions({ id }))
  const [terms, setTerms] = useState<Terms | null>(null)
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
  const wanted = query.data.objects.flatMap((object) => {
    const columns = object.columns.filter((column) => column.wanted)
    return columns.length > 0 ? [{ ...object, columns }] : []
  })
  const open = request.state === 'submitted' || request.state === 'info_needed'
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex-1 px-4 pt-5 pb-8 sm:px-8">
        {back}
        <Asker found={query.data} />
        <AskedTerms found={query.data} />
        <Section title="What is asked for" lead={<Asked found={query.data} />}>
          <ColumnsAskedFor objects={wanted} />
        </Section>
        <Joins found={query.data} />
        <Narrower found={query.data} onOffer={open ? (columns) => setTerms({ ...terms, columns }) : undefined} />
        <Holds found={query.data} />
        <Precedents found={query.data} />
        {query.data.earlier.length > 0 && <Earlier requests={query.data.earlier} />}
      </div>
      {open && (
        <DecideBar
          request={request}
          objects={wanted}
          alike={alike}
          terms={terms}
          onTerms={setTerms}
          onDecided={onDecided}
        />
      )}
      {request.breakGlass?.review === null && <ReviewBar request={request} onReviewed={onDecided} />}
    </div>
  )
}

function Asker({ found: { request, email, role, domains } }: { found: Found }) {
  const forWhom = request.for.type === 'member' ? '' : ` for ${request.for.name}`
  return (
    <div className="mb-6 flex items-start gap-3">
      <Avatar name={request.principalName} size={40} />
      <div className="min-w-0">
        <h2 className="text-lg">
          {request.principalName} {request.breakGlass ? 'took' : 'asks for'} {request.productTitle}
          {forWhom}
        </h2>
        <p className="text-muted text-sm">{[roleWords[role] ?? role, ...domains, email].filter(Boolean).join(', ')}</p>
      </div>
    </div>
  )
}

function AskedTerms({ found: { request } }: { found: Found }) {
  const decided = request.history.at(-1)
  const open = request.state === 'submitted' || request.state === 'info_needed'
  const { duration, rows } = request.terms ?? request
  return (
    <>
      {request.reason ? (
        <blockquote className="mb-6 max-w-read border-accent border-l-2 pl-4 text-lg">{request.reason}</blockquote>
      ) : (
        <p className="mb-6 text-muted">No reason was given.</p>
      )}
      <div className="mb-6 empty:hidden">
        <Conversation request={request} />
      </div>
      <KeyValue
        items={[
          { label: 'Purpose', value: purposeTitle(request.purpose) },
          { label: 'For how long', value: `${period(duration)} from the approval` },
          ...(rows ? [{ label: 'Rows', value: <code className="break-words font-mono text-sm">{rows}</code> }] : []),
          { label: 'Asked', value: <RelativeTime at={request.createdAt} /> },
          { label: 'Who agrees', value: <StepList request={request} /> },
          ...(request.renews ? [{ label: 'Renewal', value: 'Of a grant they hold or held' }] : []),
          ...(open
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
