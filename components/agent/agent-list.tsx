'use client'

import { useQuery } from '@tanstack/react-query'
import { Bot, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { purposeTitle } from '@/components/access/words'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Page } from '@/components/ui/page'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { Agent } from '@/server/agent/schema'
import { standingWords, usedRows } from './words'

const NewAgentSheet = dynamic(() => import('./new-agent-sheet').then((part) => part.NewAgentSheet))

/** The agents one sponsors, or may see: whether each runs, for whom, for what, until when. */
export function AgentList() {
  const trpc = useTRPC()
  const { org } = useFrame()
  const [making, setMaking] = useState(false)
  const agents = useQuery(trpc.agent.list.queryOptions())
  const add = (
    <Button kind="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      New agent
    </Button>
  )
  const body = () => {
    if (agents.error)
      return (
        <ErrorState title="The agents could not be read" error={agents.error} retry={() => void agents.refetch()} />
      )
    if (!agents.data) return <SkeletonRows label="Reading the agents" />
    if (agents.data.items.length === 0)
      return (
        <EmptyState
          title="No agents yet"
          icon={<Bot />}
          action={<Button onClick={() => setMaking(true)}>New agent</Button>}
        >
          An agent is a program that reads for you: under one purpose, within a budget, until a date. It never may more
          than you, and you see everything it did.
        </EmptyState>
      )
    const columns = columnsOf(org.slug)
    return <DataTable label="Agents" rows={agents.data.items} columns={columns} rowId={({ id }) => id} unit="agent" />
  }
  return (
    <Page wide title="Agents" lead="Programs that act for a person, and what they did." action={add}>
      {body()}
      {making && <NewAgentSheet open={making} onOpenChange={setMaking} />}
    </Page>
  )
}

const columnsOf = (org: string): Column<Agent>[] => [
  {
    id: 'name',
    header: 'Name',
    value: ({ name }) => name,
    cell: ({ id, name }) => <Link href={`/${org}/agents/${id}`}>{name}</Link>,
  },
  {
    id: 'standing',
    header: 'Standing',
    value: (row) => standingWords(row).word,
    telling: true,
    cell: (row) => <Status tone={standingWords(row).tone}>{standingWords(row).word}</Status>,
  },
  { id: 'sponsor', header: 'Acts for', value: ({ sponsorName }) => sponsorName, telling: true },
  { id: 'purpose', header: 'Purpose', value: ({ purpose }) => purposeTitle(purpose) },
  { id: 'used', header: 'Used', value: ({ used }) => used.rows, cell: (row) => usedRows(row) },
  { id: 'ends', header: 'Until', value: ({ endsAt }) => endsAt, cell: ({ endsAt }) => day(endsAt) },
]
