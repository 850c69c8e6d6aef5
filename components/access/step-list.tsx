import { RelativeTime } from '@/components/ui/relative-time'
import { Status, type Tone } from '@/components/ui/status'
import type { AccessRequest, RequestStep } from '@/server/access/schema'
import { climbWords, nameList, stepWords } from './words'

const tones: Record<RequestStep['state'], Tone> = {
  waiting: 'info',
  approved: 'ok',
  rejected: 'bad',
  skipped: 'neutral',
}

/** Who has to agree to a request, who did, and who is asked now. */
export function StepList({ request }: { request: AccessRequest }) {
  if (request.steps.length === 0) return <p className="text-muted text-sm">The policy agrees to this by itself.</p>
  return (
    <ol aria-label="Who has to agree" className="flex flex-col gap-1.5">
      {request.steps.map((step) => (
        <li key={step.role} className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <Status tone={tones[step.state]}>{stepWords[step.role]}</Status>
          <span className="min-w-0 text-muted">{saidOf(step)}</span>
          {step.at && <RelativeTime at={step.at} className="text-muted text-xs" />}
          {step.note && request.steps.length > 1 && <span className="basis-full text-muted">“{step.note}”</span>}
        </li>
      ))}
    </ol>
  )
}

function saidOf(step: RequestStep): string {
  const by = step.onBehalfOf ? `${step.byName} for ${step.onBehalfOf}` : step.byName
  if (step.state === 'approved') return `agreed: ${by}`
  if (step.state === 'rejected') return `rejected: ${by}`
  if (step.state === 'skipped') return 'not needed any more'
  if (step.deciders.length === 0) return 'nobody may decide this yet: another owner or steward is needed'
  return `waits for ${nameList(step.deciders)}${step.climbedTo ? ` ${climbWords[step.climbedTo]}` : ''}`
}
