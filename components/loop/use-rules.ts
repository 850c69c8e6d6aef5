'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { problemsOf } from '@/components/connection/problems'
import { useTRPC } from '@/components/trpc'
import type { AdjustmentRule } from '@/server/observe/rule-schema'

/** What is done by itself about a product's incidents, and how one rule of it is written or taken away: the whole is written, if nobody else did meanwhile. */
export function useRules(slug: string) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const query = useQuery(trpc.adjustment.rules.queryOptions({ slug }, { retry: false }))
  const items = query.data?.items ?? []
  const put = useMutation(
    trpc.adjustment.setRules.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.adjustment.rules.queryKey({ slug }) }),
    }),
  )
  const write = (all: AdjustmentRule[]) => put.mutateAsync({ slug, items: all, ifMatch: query.data?.etag })

  /** Writes one in its place, or behind the others; answers what is wrong with it, by its own places. */
  async function save(rule: AdjustmentRule, place = items.length): Promise<{ path: string; message: string }[]> {
    try {
      await write([...items.slice(0, place), rule, ...items.slice(place + 1)])
      return []
    } catch (error) {
      const own = `items.${place}.`
      const found = problemsOf(error).map(({ path, message }) => ({
        path: path.startsWith(own) ? path.slice(own.length) : '',
        message,
      }))
      return found.length > 0 ? found : [{ path: '', message: (error as Error).message }]
    }
  }
  const remove = (place: number) => write(items.filter((_, n) => n !== place))
  return { query, items, save, remove }
}
