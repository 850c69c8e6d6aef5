'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { publishesSomewhere } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { counted, day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { toast, toastError } from '@/components/ui/toast'
import type { Wanted } from '@/server/catalog/schema'

const DismissDialog = dynamic(() => import('./dismiss-dialog').then((part) => part.DismissDialog), { ssr: false })

/** One search of the board: its words, how many asked, and what became of it or can be done about it. */
export function WantedRow({ wanted }: { wanted: Wanted }) {
  const { org } = useFrame()
  const { question, askers, firstAsked, lastAsked } = wanted
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <Link href={`/${org.slug}/catalog?q=${encodeURIComponent(question)}`} className="break-words font-medium">
          {question}
        </Link>
        <p className="tabular mt-0.5 text-muted text-sm">
          {counted(askers, 'person', 'people')},{' '}
          {firstAsked === lastAsked ? `on ${day(lastAsked)}` : `from ${day(firstAsked)} to ${day(lastAsked)}`}
        </p>
        <Outcome wanted={wanted} org={org.slug} />
      </div>
      {wanted.state !== 'answered' && <Doings wanted={wanted} />}
    </li>
  )
}

/** What answered it, or who took it off the board and why. */
function Outcome({ wanted: { state, answer, dismissed }, org }: { wanted: Wanted; org: string }) {
  if (state === 'answered')
    return (
      <p className="mt-1 text-sm">
        {answer ? (
          <>
            Answered by <Link href={`/${org}/catalog/${answer.slug}`}>{answer.title}</Link>. Those who may find it are
            told.
          </>
        ) : (
          'Answered by something that you may not find.'
        )}
      </p>
    )
  if (!dismissed) return null
  return (
    <p className="mt-1 max-w-read text-sm">
      Dismissed by {dismissed.by ?? 'somebody who is gone'} on {day(dismissed.at)}: {dismissed.note}
    </p>
  )
}

function Doings({ wanted }: { wanted: Wanted }) {
  const { org, viewer } = useFrame()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [dismissing, setDismissing] = useState(false)
  const changed = () => queries.invalidateQueries({ queryKey: trpc.wanted.list.pathKey() })
  const reopen = useMutation(
    trpc.wanted.reopen.mutationOptions({
      onError: toastError,
      onSuccess: () => toast('Back on the board'),
      onSettled: changed,
    }),
  )
  const { id, question } = wanted
  const title = `${question.charAt(0).toUpperCase()}${question.slice(1)}`
  // Who only looks on, as an auditor does, is offered nothing to press; the procedures ask the policy again.
  const decides = viewer.role === 'steward' || publishesSomewhere(viewer)
  return (
    <div className="flex shrink-0 flex-wrap gap-2 empty:hidden">
      {publishesSomewhere(viewer) && (
        <ButtonLink
          size="sm"
          icon={<Plus />}
          href={`/${org.slug}/products/new?title=${encodeURIComponent(title)}`}
          aria-label={`Make a product for ${question}`}
        >
          Make a product
        </ButtonLink>
      )}
      {decides && wanted.state === 'open' && (
        <Button size="sm" kind="quiet" aria-label={`Dismiss ${question}`} onClick={() => setDismissing(true)}>
          Dismiss
        </Button>
      )}
      {decides && wanted.state === 'dismissed' && (
        <Button
          size="sm"
          kind="quiet"
          aria-label={`Put ${question} back`}
          busy={reopen.isPending}
          onClick={() => reopen.mutate({ id })}
        >
          Put back
        </Button>
      )}
      {dismissing && (
        <DismissDialog
          wanted={wanted}
          onClose={() => setDismissing(false)}
          onDone={changed}
          undo={() => reopen.mutate({ id })}
        />
      )}
    </div>
  )
}
