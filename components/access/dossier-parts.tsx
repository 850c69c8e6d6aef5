import type { inferRouterOutputs } from '@trpc/server'
import { Link2, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { counted, day } from '@/components/ui/format'
import { Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { AppRouter } from '@/server/api/root'
import { purposeTitle, requestTones, requestWords, within } from './words'

export type Found = inferRouterOutputs<AppRouter>['access']['dossier']

/** What could be joined with what they hold, and where the two together would name people. */
export function Joins({ found: { joins } }: { found: Found }) {
  if (joins.length === 0) return null
  const sorted = [...joins].sort((a, b) => Number(b.identifies !== null) - Number(a.identifies !== null))
  return (
    <Section title="What becomes joinable" lead="With what they hold already, by a key that both share">
      <ul className="divide-y divide-line border-line border-y">
        {sorted.map((join) => (
          <li key={join.grant} className="py-2.5">
            <p className="font-medium">
              {join.productTitle} <span className="font-mono font-normal text-muted text-sm">{join.port}</span>
            </p>
            {join.identifies && (
              <p className="mt-1 flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-text">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {join.identifies}
              </p>
            )}
            <ul className="mt-1">
              {join.keys.map((key) => (
                <li key={`${key.wanted} ${key.held}`} className="flex flex-wrap items-center gap-x-2 text-sm">
                  <Link2 aria-hidden className="size-3.5 shrink-0 text-muted" />
                  <span className="break-all font-mono">{key.wanted}</span>
                  {key.held !== key.wanted && <span className="break-all font-mono text-muted">= {key.held}</span>}
                  <span className="text-muted">{key.because}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Less that might do: what would be left out, and why. */
export function Narrower({ found: { narrower }, onOffer }: { found: Found; onOffer?: (columns: string[]) => void }) {
  if (!narrower) return null
  return (
    <Section
      title="A narrower offer"
      lead={`${counted(narrower.columns.length, 'column')} instead, without:`}
      action={
        onOffer && (
          <Button size="sm" onClick={() => onOffer(narrower.columns)}>
            Offer these columns
          </Button>
        )
      }
    >
      <ul className="text-sm">
        {narrower.leaves.map(({ column, because }) => (
          <li key={column}>
            <span className="break-all font-mono">{column}</span> <span className="text-muted">as {because}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What others do with this port, and what became of requests like this one. */
export function Precedents({ found: { holders, peers, similar } }: { found: Found }) {
  const decided = similar.approved + similar.rejected
  return (
    <Section title="Others">
      <p>
        {holders === 0
          ? 'Nobody else holds it.'
          : `${counted(holders, 'other holds', 'others hold')} it; ${peers.readers === 0 ? 'none' : peers.readers} read it in the last ${peers.days} days${peers.reads > 0 ? `, ${counted(peers.reads, 'time')}` : ''}.`}
        {peers.lastAt && (
          <span className="text-muted">
            {' '}
            Last <RelativeTime at={peers.lastAt} />.
          </span>
        )}
      </p>
      <p>
        {decided === 0
          ? 'No request for this port was decided before.'
          : `Of ${counted(decided, 'decision')} before, ${similar.approved} approved${similar.narrowed > 0 ? ` (${similar.narrowed} on narrower terms)` : ''} and ${similar.rejected} rejected${similar.usual ? `, half of them ${within(similar.usual.hours)}` : ''}.`}
      </p>
    </Section>
  )
}

export function Holds({ found: { request, holds } }: { found: Found }) {
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

export function Earlier({ requests }: { requests: Found['earlier'] }) {
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
