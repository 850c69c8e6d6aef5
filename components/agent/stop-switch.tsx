'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Switch } from '@/components/ui/choice'
import { toast, toastError } from '@/components/ui/toast'
import type { Agent } from '@/server/agent/schema'

/** One switch: off, its next call is refused and what it reads now is cut. Within a thumb's reach, and it can be taken back. */
export function StopSwitch({ agent }: { agent: Agent }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const change = useMutation(
    trpc.agent.change.mutationOptions({ onSettled: () => queries.invalidateQueries(), onError: toastError }),
  )
  const runs = change.isPending ? change.variables.state === 'active' : agent.state === 'active'
  const set = (state: 'active' | 'stopped') => change.mutateAsync({ id: agent.id, state })
  return (
    <div className="mb-8 flex items-center gap-4 rounded-md border border-line px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{runs ? 'May run' : 'Stopped'}</p>
        <p className="text-muted text-sm">
          {runs
            ? 'Switched off, its next call is refused and what it reads now is cut.'
            : 'Every call of it is refused.'}
        </p>
      </div>
      <Switch
        label={`${agent.name} may run`}
        checked={runs}
        onChange={async (on) => {
          await set(on ? 'active' : 'stopped')
          if (!on) toast(`${agent.name} is stopped`, { undo: () => set('active').then(() => undefined) })
        }}
      />
    </div>
  )
}
