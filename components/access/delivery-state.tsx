import { RelativeTime } from '@/components/ui/relative-time'
import { Status, type Tone } from '@/components/ui/status'
import type { AccessGrant } from '@/server/access/schema'

const tones: Record<AccessGrant['state'], Tone> = {
  pending: 'busy',
  provisioning: 'busy',
  unverified: 'warn',
  active: 'ok',
  drifted: 'warn',
  expiring: 'ok',
  deprovisioning: 'busy',
  failed: 'bad',
  ended: 'neutral',
}
const words: Record<Exclude<AccessGrant['state'], 'active' | 'expiring'>, string> = {
  pending: 'Is about to be given in the source',
  provisioning: 'Is being given in the source',
  unverified: 'Given in the source, not proven yet',
  drifted: 'Changed in the source, is being repaired',
  deprovisioning: 'Is being taken back in the source',
  failed: 'Could not be done in the source; it is tried again',
  ended: 'Proven to be gone in the source',
}

/** How a grant stands in its source: when it was last read as its holder, or what stands in the way; and each read and refusal. */
export function DeliveryState({ grant, as }: { grant: AccessGrant; as: string }) {
  if (grant.delivery !== 'source') return null
  const { state, provenAt, problem, proofs } = grant
  const good = state === 'active' || state === 'expiring'
  return (
    <div className="text-sm">
      <Status tone={good && !problem ? 'ok' : good ? 'warn' : tones[state]}>
        {good ? (
          <>
            In the source too: read as {as} {provenAt && <RelativeTime at={provenAt} />}
          </>
        ) : (
          words[state]
        )}
      </Status>
      {problem && <p className="break-words text-muted">{problem}</p>}
      {proofs.length > 0 && <Proofs proofs={proofs} />}
    </div>
  )
}

function Proofs({ proofs }: { proofs: AccessGrant['proofs'] }) {
  const allowed = proofs.filter(({ kind }) => kind === 'allowed').length
  return (
    <details>
      <summary className="cursor-pointer text-muted text-xs">
        Proof: {allowed} allowed, {proofs.length - allowed} refused
      </summary>
      <ul
        aria-label="What was read and what was refused"
        className="mt-1 flex flex-col gap-1.5 border-line border-l pl-3"
      >
        {proofs.map(({ kind, statement, outcome, ok, at }) => (
          <li key={`${at}${kind}${statement}`} className="min-w-0">
            <code className="block break-all font-mono text-xs">{statement}</code>
            <span className={ok ? 'text-muted text-xs' : 'text-bad-text text-xs'}>
              {kind === 'allowed' ? 'Allowed' : 'Refused'}
              {ok ? '' : ', and should not be'}: {outcome}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
