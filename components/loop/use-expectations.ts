'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { problemsOf } from '@/components/connection/problems'
import { useTRPC } from '@/components/trpc'
import type { WrittenExpectation } from '@/server/observe/added-schema'
import type { ShownExpectation } from '@/server/observe/schema'

/** What was added to a product, and how one of it is written or taken away: the whole is written each time, if nobody else did meanwhile. */
export function useExpectations(slug: string) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const query = useQuery(trpc.expectation.list.queryOptions({ slug }))
  const added = query.data?.items.filter(({ source }) => source === 'added')
  const put = useMutation(
    trpc.expectation.put.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.expectation.pathKey() }),
    }),
  )
  const write = (items: WrittenExpectation[]) => put.mutateAsync({ slug, items, ifMatch: query.data?.etag })
  /** As they were read: nothing about them changes. */
  const others = (id: string | undefined) =>
    (added ?? []).filter((one) => one.id !== id) as unknown as WrittenExpectation[]

  /** Writes one beside the others; answers what is wrong with it, by its own places. */
  async function save(item: WrittenExpectation): Promise<{ path: string; message: string }[]> {
    const rest = others('id' in item ? (item.id as string) : undefined)
    try {
      await write([...rest, item])
      return []
    } catch (error) {
      const own = `items.${rest.length}`
      const found = problemsOf(error).map(({ path, message }) => ({
        path: path.replace(own, '').replace(/^\./, ''),
        message,
      }))
      return found.length > 0 ? found : [{ path: '', message: (error as Error).message }]
    }
  }
  const remove = (one: ShownExpectation) => write(others(one.id))
  return { query, added, save, remove }
}
