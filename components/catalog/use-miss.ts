'use client'

import { useEffect } from 'react'
import { useTRPCClient } from '@/components/trpc'

/** How long words have to stand still before they are a question and no longer being typed, in ms. */
const SETTLED = 2_000

/** Says that a search found nothing, once it has stood for a while. It is looked at again there, and counted without a name. */
export function useMiss(q: string, missed: boolean) {
  const client = useTRPCClient()
  useEffect(() => {
    if (!missed) return
    // Nobody waits for it, and nothing on the screen depends on it.
    const timer = setTimeout(() => void client.wanted.note.mutate({ q }).catch(() => undefined), SETTLED)
    return () => clearTimeout(timer)
  }, [client, q, missed])
}
