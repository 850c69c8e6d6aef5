'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { purposeTitle } from '@/components/access/words'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { count, counted, day } from '@/components/ui/format'
import { KeyValue, Page, Section } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast } from '@/components/ui/toast'
import { Acts } from './acts'
import { AgentTokens } from './agent-tokens'
import { StopSwitch } from './stop-switch'
import { standingWords, usedRows } from './words'

const every = 5_000 // ms: what it does now is seen now

/** One agent: the switch that stops it first, then whom and what it acts for, then what it did. */
export function AgentPage({ id }: { id: string }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const { org } = useFrame()
  const [ending, setEnding] = useState(false)
  const query = useQuery(trpc.agent.get.queryOptions({ id }, { refetchInterval: every }))
  const remove = useMutation(trpc.agent.remove.mutationOptions())
  const agent = query.data
  const crumbs = [{ label: 'Agents', href: `/${org.slug}/agents` }]
  if (!agent)
    return (
      <Page crumbs={crumbs} title="Agent">
        {query.error ? <ErrorState title="The agent could not be read" error={query.error} /> : <SkeletonRows />}
      </Page>
    )
  const { tone, word } = standingWords(agent)
  return (
    <Page
      crumbs={crumbs}
      title={agent.name}
      aside={<Status tone={tone}>{word}</Status>}
      lead={agent.refused ?? `Reads for ${agent.sponsorName}, never more than they may.`}
    >
      {agent.runs && <StopSwitch agent={agent} />}
      <KeyValue
        stacked
        items={[
          { label: 'Acts for', value: agent.sponsorName },
          { label: 'Purpose', value: purposeTitle(agent.purpose) },
          { label: 'Until', value: day(agent.endsAt) },
          { label: 'Rows', value: <span className="tabular">{usedRows(agent)}</span> },
          {
            label: 'Calls',
            value: (
              <span className="tabular">
                {count(agent.used.calls)} of {count(agent.budgets.callsPerMinute)} this minute
              </span>
            ),
          },
        ]}
      />
      <Section title="What it did" className="mt-10">
        <Acts id={id} refetchEvery={every} />
      </Section>
      {agent.runs && <AgentTokens agent={agent} tokens={agent.tokens} />}
      {agent.runs && (
        <Section title="Remove" lead="It is refused for good, and its grants end. What it did stays.">
          <Button icon={<Trash2 />} onClick={() => setEnding(true)}>
            Remove agent
          </Button>
        </Section>
      )}
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={`Remove ${agent.name}?`}
        consequences={`${counted(agent.tokens.length, 'token')} and every grant it holds end at once. This cannot be undone.`}
        action="Remove agent"
        onConfirm={async () => {
          await remove.mutateAsync({ id })
          await queries.invalidateQueries({ queryKey: trpc.agent.list.queryKey() })
          router.push(`/${org.slug}/agents`)
          toast(`${agent.name} removed`)
        }}
      />
    </Page>
  )
}
