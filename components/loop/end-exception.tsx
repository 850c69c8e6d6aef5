'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { toast, toastError } from '@/components/ui/toast'
import type { Expectation } from '@/server/observe/schema'

/** Holds a promise to what it was again. */
export function EndException({ promise: { id, title } }: { promise: Expectation }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const end = useMutation(
    trpc.expectation.withdrawException.mutationOptions({
      onError: toastError,
      onSuccess: () => toast('The exception ended', { description: 'It is held to what it was.' }),
      onSettled: () =>
        Promise.all(
          [trpc.standing, trpc.incident, trpc.expectation].map((part) =>
            queries.invalidateQueries({ queryKey: part.pathKey() }),
          ),
        ),
    }),
  )
  return (
    <Button className="ml-2" size="sm" kind="quiet" busy={end.isPending} onClick={() => end.mutate({ id })}>
      End the exception<span className="sr-only"> of {title}</span>
    </Button>
  )
}
