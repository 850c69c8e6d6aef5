import type { inferRouterOutputs } from '@trpc/server'
import type { ReactElement } from 'react'
import { purposeTitle, requestTones, requestWords } from '@/components/access/words'
import { count, counted, day, exactTime, period } from '@/components/ui/format'
import { KeyValue, Section } from '@/components/ui/page'
import { PartialNote } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { AppRouter } from '@/server/api/root'

type Output = inferRouterOutputs<AppRouter>['audit']['evidence']
type Found = Extract<Output, { requests: unknown[] }>

/** The pack as one reads it. */
export function Pack({ pack }: { pack: Found }) {
  return (
    <>
      {pack.withheld && <PartialNote>Policies keep some requests, grants or reviews of this from you.</PartialNote>}
      {pack.truncated && <PartialNote>There is more than this shows: name a shorter period, or a product.</PartialNote>}
      <KeyValue
        stacked
        items={[
          { label: 'Organisation', value: pack.organisation },
          { label: 'Period', value: `${day(pack.from)} to ${day(pack.to)}` },
          { label: 'Made', value: `${exactTime(pack.madeAt)}, by ${pack.madeBy}` },
          {
            label: 'Chain',
            value: pack.chain.ok ? (
              <Status tone="ok">Verified, {counted(pack.chain.entries, 'entry', 'entries')}</Status>
            ) : (
              <Status tone="bad">{pack.chain.reason ?? 'broken'}</Status>
            ),
          },
          {
            label: 'Its head',
            value: <code className="break-all font-mono text-xs">{pack.chain.head ?? 'none'}</code>,
          },
          {
            label: 'Policy versions',
            value: pack.policies.map(({ version, grants }) => `${version} (${count(grants)})`).join(', ') || 'none',
          },
        ]}
      />
      <Listed title="Requests" none="Nothing was asked for in this time.">
        {pack.requests.map((request) => (
          <Asked key={request.id} request={request} />
        ))}
      </Listed>
      {pack.product === null && (
        <Listed title="Reviews" none="No review of grants had begun by then.">
          {pack.reviews.map((review) => (
            <Reviewed key={review.id} review={review} />
          ))}
        </Listed>
      )}
      <Listed title="Grants" none="No grant was in force in this time.">
        {pack.grants.map((grant) => (
          <Given key={grant.id} grant={grant} />
        ))}
      </Listed>
    </>
  )
}

function Asked({ request }: { request: Found['requests'][number] }) {
  return (
    <li className="break-inside-avoid py-2.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <span className="font-medium">{request.principalName}</span>
          {request.for.type !== 'member' && ` for ${request.for.name}`}: {request.productTitle}{' '}
          <span className="font-mono text-muted text-sm">{request.port}</span>,{' '}
          {purposeTitle(request.purpose).toLowerCase()}, {period(request.duration)}
          {request.breakGlass && ', in an emergency'}
        </span>
        <Status tone={requestTones[request.state]}>{requestWords[request.state]}</Status>
      </p>
      {request.reason && <p className="max-w-read text-sm">“{request.reason}”</p>}
      <ul className="text-muted text-sm">
        {request.history.map((moment) => (
          <li key={`${moment.at} ${moment.state}`}>
            <span className="tabular">{exactTime(moment.at)}</span> {moment.state.replaceAll('_', ' ')} by{' '}
            {moment.byName ?? moment.by}
            {moment.note && moment.note !== request.reason && `: “${moment.note}”`}
          </li>
        ))}
      </ul>
      {request.terms && (
        <p className="break-words text-muted text-sm">
          Terms: {period(request.terms.duration)}
          {request.terms.columns && `, ${request.terms.columns.join(', ')}`}
          {request.terms.rows && `, rows where ${request.terms.rows}`}
        </p>
      )}
      <p className="font-mono text-muted text-xs">{request.id}</p>
    </li>
  )
}

function Reviewed({ review }: { review: Found['reviews'][number] }) {
  return (
    <li className="break-inside-avoid py-2.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <span className="font-medium">{review.title}</span>, begun by {review.createdByName ?? review.createdBy} on{' '}
          {day(review.createdAt)}, {review.closedAt ? `closed ${day(review.closedAt)}` : `due ${day(review.dueAt)}`}
        </span>
        <span className="tabular text-muted text-sm">
          {count(review.decided)} of {count(review.total)} decided
        </span>
      </p>
      <p className="font-mono text-muted text-xs">{review.id}</p>
    </li>
  )
}

function Listed({ title, none, children }: { title: string; none: string; children: ReactElement[] }) {
  return (
    <Section title={`${title} (${count(children.length)})`}>
      {children.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">{children}</ul>
      )}
    </Section>
  )
}

function Given({ grant }: { grant: Found['grants'][number] }) {
  const columns = grant.objects.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`))
  return (
    <li className="break-inside-avoid py-2.5">
      <p>
        <span className="font-medium">{grant.principalName}</span>: {grant.productTitle}{' '}
        <span className="font-mono text-muted text-sm">{grant.port}</span>, {purposeTitle(grant.purpose).toLowerCase()},{' '}
        {day(grant.startsAt)} to {day(grant.endedAt ?? grant.expiresAt)}
        {grant.endedAs && `, ${grant.endedAs}${grant.endedByName ? ` by ${grant.endedByName}` : ''}`}
        {grant.endNote && `: “${grant.endNote}”`}
      </p>
      <p className="break-words text-muted text-sm">
        {columns.join(', ')}
        {grant.rows && `; rows where ${grant.rows}`}
      </p>
      <p className="font-mono text-muted text-xs">
        {grant.id}, policy {grant.policyVersion}, request {grant.request}
      </p>
    </li>
  )
}
