'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { period } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast, toastError } from '@/components/ui/toast'
import type { AccessRequest } from '@/server/access/schema'
import { purposeTitle, requestTones, requestWords } from './words'

/** What one has asked for, and what came of it. */
export function MyRequests({ requests }: { requests: AccessRequest[] }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const withdraw = useMutation(
    trpc.access.withdraw.mutationOptions({
      onError: toastError,
      onSuccess: async ({ productTitle }) => {
        await queries.invalidateQueries()
        toast(`Withdrew your request for ${productTitle}`)
      },
    }),
  )
  if (requests.length === 0)
    return (
      <EmptyState title="You have asked for nothing" icon={<Send />}>
        Requests you make on a product’s page stand here until they are decided, and afterwards with the answer.
      </EmptyState>
    )
  return (
    <ul aria-label="Your requests" className="divide-y divide-line border-line border-y">
      {requests.map((request) => (
        <OneRequest
          key={request.id}
          request={request}
          busy={withdraw.isPending && withdraw.variables.id === request.id}
          onWithdraw={() => withdraw.mutate({ id: request.id })}
        />
      ))}
    </ul>
  )
}

function OneRequest({ request, busy, onWithdraw }: { request: AccessRequest; busy: boolean; onWithdraw: () => void }) {
  const { org } = useFrame()
  const by = request.steps[0]?.byName
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <Link href={`/${org.slug}/catalog/${request.product}`} className="font-medium">
          {request.productTitle}
        </Link>
        <p className="text-muted text-sm">
          <span className="font-mono">{request.port}</span>, for {purposeTitle(request.purpose).toLowerCase()},{' '}
          {period(request.duration)}, asked <RelativeTime at={request.createdAt} />
        </p>
      </div>
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <Status tone={requestTones[request.state]}>
          {requestWords[request.state]}
          {by && ` by ${by}`}
        </Status>
        {request.note && <p className="text-muted">“{request.note}”</p>}
      </div>
      {request.state === 'submitted' && (
        <Button size="sm" busy={busy} onClick={onWithdraw}>
          Withdraw
        </Button>
      )}
    </li>
  )
}
