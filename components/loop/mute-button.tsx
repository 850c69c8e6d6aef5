'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { toast, toastError } from '@/components/ui/toast'
import type { Expectation } from '@/server/observe/schema'

const MuteDialog = dynamic(() => import('./mute-dialog').then((part) => part.MuteDialog), { ssr: false })

/** Mutes a promise, or lets it be heard again. */
export function MuteButton({ promise: { id, title, muted } }: { promise: Expectation }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const changed = () =>
    Promise.all(
      [trpc.standing, trpc.incident, trpc.expectation].map((part) =>
        queries.invalidateQueries({ queryKey: part.pathKey() }),
      ),
    )
  const unmute = useMutation(
    trpc.expectation.unmute.mutationOptions({
      onError: toastError,
      onSuccess: () => toast('Heard again'),
      onSettled: changed,
    }),
  )
  return (
    <>
      {muted ? (
        <Button size="sm" kind="quiet" busy={unmute.isPending} onClick={() => unmute.mutate({ id })}>
          Unmute<span className="sr-only"> {title}</span>
        </Button>
      ) : (
        <Button size="sm" kind="quiet" onClick={() => setAsking(true)}>
          Mute<span className="sr-only"> {title}</span>
        </Button>
      )}
      {asking && <MuteDialog id={id} title={title} onClose={() => setAsking(false)} onDone={changed} />}
    </>
  )
}
