'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { toastError } from '@/components/ui/toast'

/** Keeps a grant of a review with one press. */
export function useKeep(review: string) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const decide = useMutation(
    trpc.review.decide.mutationOptions({
      onError: toastError,
      onSuccess: (after) => queries.setQueryData(trpc.review.get.queryOptions({ id: review }).queryKey, after),
    }),
  )
  return {
    keep: (item: string) => decide.mutate({ id: review, item, decision: 'keep' }),
    busy: (item: string) => decide.isPending && decide.variables.item === item,
  }
}
