'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code'
import { Dialog } from '@/components/ui/dialog'
import { day } from '@/components/ui/format'
import { Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast, toastError } from '@/components/ui/toast'
import type { Agent } from '@/server/agent/schema'
import type { Token } from '@/server/tenancy/schema'

/** What an agent signs with: made here, shown once, ended at a press. */
export function AgentTokens({ agent, tokens }: { agent: Agent; tokens: Token[] }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.agent.get.queryKey({ id: agent.id }) })
  const create = useMutation(trpc.agent.createToken.mutationOptions({ onSuccess: refresh, onError: toastError }))
  const end = useMutation(trpc.agent.removeToken.mutationOptions({ onSuccess: refresh, onError: toastError }))
  const [seen, setSeen] = useState(true)
  const make = async () => {
    await create.mutateAsync({ id: agent.id, name: `Token ${tokens.length + 1}` })
    setSeen(false)
  }
  return (
    <Section
      title="Tokens"
      lead="It signs with one of these. Each ends with the agent."
      action={
        <Button size="sm" icon={<Plus />} busy={create.isPending} onClick={() => void make().catch(() => undefined)}>
          New token
        </Button>
      }
    >
      <ul className="divide-y divide-line border-line border-y empty:hidden" aria-label="Its tokens">
        {tokens.map((token) => (
          <li key={token.id} className="flex items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <p>{token.name}</p>
              <p className="text-muted text-xs">
                until {day(token.expiresAt)}, {token.usedAt ? 'used ' : 'never used'}
                {token.usedAt && <RelativeTime at={token.usedAt} />}
              </p>
            </div>
            <Button
              size="sm"
              kind="quiet"
              aria-label={`End ${token.name}`}
              onClick={async () => {
                await end.mutateAsync({ id: agent.id, tokenId: token.id })
                toast(`${token.name} ended`)
              }}
            >
              End
            </Button>
          </li>
        ))}
      </ul>
      {tokens.length === 0 && <p className="text-muted">None yet: without one it cannot call.</p>}
      <Dialog
        open={!seen}
        onOpenChange={(open) => setSeen(!open)}
        title="Its new token"
        description="Copy it now: it is shown once, and only its hash is kept."
        footer={
          <Button kind="primary" onClick={() => setSeen(true)}>
            I have copied it
          </Button>
        }
      >
        {create.data && <CodeBlock title={create.data.name} code={create.data.token} />}
      </Dialog>
    </Section>
  )
}
