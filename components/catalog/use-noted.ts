'use client'

import { useEffect } from 'react'
import { useTRPCClient } from '@/components/trpc'
import { type SearchState, searchInputOf } from './search-address'

/** How long a search has to stand still before it is one and no longer being typed, in ms. */
const SETTLED = 2_000

/**
 * Says what was searched for once it has stood for a while, and by what it answers what of it was opened. Nobody waits for that, and
 * nothing on the screen depends on it.
 */
export function useNoted(state: SearchState, answered: boolean) {
  const client = useTRPCClient()
  const { q, ...filters } = searchInputOf(state)
  const said = JSON.stringify({ q, filters })
  const asks = q !== '' || Object.entries(filters).some(([name, value]) => name !== 'sort' && value)

  useEffect(() => {
    if (!answered || !asks) return
    const timer = setTimeout(() => void client.ownSearch.note.mutate(JSON.parse(said)).catch(() => undefined), SETTLED)
    return () => clearTimeout(timer)
  }, [client, said, answered, asks])

  return function opened(id: string | undefined) {
    if (asks && id) void client.ownSearch.note.mutate({ ...JSON.parse(said), opened: id }).catch(() => undefined)
  }
}
