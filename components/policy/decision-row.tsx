'use client'

import type { inferRouterOutputs } from '@trpc/server'
import { Id } from '@/components/ui/code'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { AppRouter } from '@/server/api/root'
import type { DecisionsState } from './decisions-address'
import { Because } from './policy-name'
import { surfaceWords, wordsOfAction } from './words'

type Decision = inferRouterOutputs<AppRouter>['policy']['decisions']['items'][number]

/** One thing that was asked and how it was answered; opened, by which policies of which version. */
export function DecisionRow({
  decision,
  onChange,
}: {
  decision: Decision
  onChange: (next: Partial<DecisionsState>) => void
}) {
  const { principal, principalName, action, resource, resourceName, effect } = decision
  const who = principalName ?? principal
  const denied = effect === 'deny'
  return (
    // The browser leaves out drawing rows far away, so that a long log scrolls freely.
    <li className="border-line border-b [contain-intrinsic-size:auto_44px] [content-visibility:auto]">
      {/* One may open it before the page is hydrated. */}
      <details suppressHydrationWarning>
        <summary className="grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 px-3 py-2.5 transition-colors hover:bg-hover/60 sm:grid-cols-[7rem_10rem_7rem_minmax(0,1fr)_minmax(0,1fr)]">
          <RelativeTime at={decision.at} className="text-muted text-sm max-sm:order-2" />
          <span className="truncate">{who}</span>
          <Status tone={denied ? 'bad' : 'ok'} className="max-sm:order-4">
            {denied ? 'Refused' : 'Allowed'}
          </Status>
          <span className="min-w-0 break-words max-sm:order-3">
            {wordsOfAction(action)} <Thing name={resourceName} type={resource.type} />
          </span>
          <span className="truncate text-muted text-sm max-sm:hidden">
            {decision.because.join(', ') || (denied ? 'No policy permits it' : '')}
          </span>
        </summary>
        <Detail decision={decision} who={who} onChange={onChange} />
      </details>
    </li>
  )
}

/** What is called by a name of its own is set as such. */
function Thing({ name, type }: { name: string | null; type: string }) {
  if (!name) return <>something of kind {type}</>
  return name.includes(' ') ? name : <span className="font-mono text-sm">{name}</span>
}

function Detail({
  decision,
  who,
  onChange,
}: {
  decision: Decision
  who: string
  onChange: (next: Partial<DecisionsState>) => void
}) {
  const { resource, resourceName, policyVersion, because, effect } = decision
  const version = Number.parseInt(policyVersion, 10)
  return (
    <div className="flex flex-col gap-3 px-3 pt-1 pb-4 sm:pl-[8.75rem]">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <button
          type="button"
          className="min-h-6 rounded-sm text-accent hover:underline"
          onClick={() => onChange({ who: decision.principal })}
        >
          All by {who}
        </button>
        <button
          type="button"
          className="min-h-6 rounded-sm text-accent hover:underline"
          onClick={() =>
            onChange({ about: resourceName?.includes(' ') ? resource.type : (resourceName ?? resource.id) })
          }
        >
          All about {resourceName ?? `this ${resource.type}`}
        </button>
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">Because</dt>
        <dd className="min-w-0">
          <Because ids={because} version={version || undefined} denied={effect === 'deny'} />
        </dd>
        <dt className="text-muted">Policies</dt>
        <dd>{version > 0 ? `version ${version}` : 'those that come with Stoa alone'}</dd>
        <dt className="text-muted">Through</dt>
        <dd>{surfaceWords[decision.surface] ?? decision.surface}</dd>
        {decision.purpose && (
          <>
            <dt className="text-muted">Purpose</dt>
            <dd>{decision.purpose}</dd>
          </>
        )}
        <dt className="text-muted first-letter:uppercase">{resource.type}</dt>
        <dd className="min-w-0">
          <Id id={resource.id} />
        </dd>
        {decision.requestId && (
          <>
            <dt className="text-muted">Request</dt>
            <dd className="min-w-0">
              <Id id={decision.requestId} />
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}
