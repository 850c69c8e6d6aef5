'use client'

import { useMutation } from '@tanstack/react-query'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { Adjustment, IncidentDetail } from '@/server/observe/schema'
import { doneWords, verdictWords } from './words'

/** What was done about an incident, whether it helped, and the way back. */
export function Adjustments({ incident, onDone }: { incident: IncidentDetail; onDone: () => unknown }) {
  const { viewer } = useFrame()
  const mine = readsByRole(viewer, incident.product.domain)
  return (
    <ol className="divide-y divide-line border-line border-y">
      {incident.adjustments.map((one) => (
        <li key={one.id} className="flex items-start gap-4 py-3">
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="font-medium">{doneWords[one.kind]}</span>
              <Verdict of={one} />
            </p>
            <p className="mt-0.5 text-muted text-sm">
              {one.byRule ? `By the rule of ${one.by}` : one.by}, <RelativeTime at={one.at} />
              <Came of={one} product={incident.product.slug} />
            </p>
            <p className="mt-0.5 max-w-read break-words text-muted text-sm">“{one.note}”</p>
          </div>
          {mine && one.reversible && <Undo of={one} onDone={onDone} />}
        </li>
      ))}
    </ol>
  )
}

function Verdict({ of: { verdict, verdictWhy, measureUntil } }: { of: Adjustment }) {
  const [tone, word] = verdictWords[verdict]
  return (
    <Status tone={tone}>
      {word}
      {verdict === 'pending' ? (
        <>
          , verdict <RelativeTime at={measureUntil} />
        </>
      ) : (
        verdictWhy && `: ${verdictWhy}`
      )}
    </Status>
  )
}

/** What came of it, after the time when it was done. */
function Came({ of: { outcome, until, undoneAt, undoneBy }, product }: { of: Adjustment; product: string }) {
  const { org } = useFrame()
  const [run] = outcome.runs ?? []
  return (
    <>
      {outcome.told !== undefined && `. ${counted(outcome.told, 'reader')} told`}
      {run && (
        <>
          . <Link href={`/${org.slug}/runs/${run}`}>The run</Link>
        </>
      )}
      {outcome.version && (
        <>
          . <Link href={`/${org.slug}/products/${product}/edit`}>Version {outcome.version} in the editor</Link>
        </>
      )}
      {until && !undoneAt && (
        <>
          . Ends <RelativeTime at={until} />
        </>
      )}
      {undoneAt && (
        <>
          . {undoneBy ? `Taken back by ${undoneBy}` : 'Ended with this incident'}, <RelativeTime at={undoneAt} />
        </>
      )}
    </>
  )
}

function Undo({ of: { id, kind }, onDone }: { of: Adjustment; onDone: () => unknown }) {
  const undo = useMutation(
    useTRPC().adjustment.undo.mutationOptions({
      onError: toastError,
      onSuccess: () => toast('Taken back', { description: doneWords[kind] }),
      onSettled: onDone,
    }),
  )
  return (
    <Button size="sm" busy={undo.isPending} onClick={() => undo.mutate({ id })}>
      Undo
    </Button>
  )
}
