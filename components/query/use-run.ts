'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTRPC, useTRPCClient } from '@/components/trpc'
import type { Answer } from '@/server/serve/schema'

export type RunState =
  | { state: 'idle' }
  | { state: 'running'; since: number }
  | { state: 'done'; answer: Answer; sql: string }
  | { state: 'failed'; error: unknown; cancelled: boolean }

const limit = 10_000

/** Runs one statement at a time; leaving or cancelling ends it on the server as well. */
export function useRun() {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [run, setRun] = useState<RunState>({ state: 'idle' })
  const control = useRef<AbortController>(null)

  async function start(sql: string, purpose?: string) {
    control.current?.abort()
    const own = new AbortController()
    control.current = own
    setRun({ state: 'running', since: Date.now() })
    try {
      const answer = await client.serve.query.mutate({ sql, purpose, limit, format: 'json' }, { signal: own.signal })
      if (control.current === own) setRun({ state: 'done', answer, sql })
    } catch (error) {
      if (control.current === own) setRun({ state: 'failed', error, cancelled: own.signal.aborted })
    }
    void queries.invalidateQueries({ queryKey: trpc.serve.history.queryKey() })
  }

  async function cancel() {
    control.current?.abort()
    // The call is cut here at once; the statement itself is asked to end by its entry in the history.
    const { items } = await client.serve.history.query({ limit: 20 })
    const running = items.filter((item) => item.state === 'running')
    await Promise.allSettled(running.map(({ id }) => client.serve.cancel.mutate({ id })))
    void queries.invalidateQueries({ queryKey: trpc.serve.history.queryKey() })
  }

  return { run, start, cancel }
}
