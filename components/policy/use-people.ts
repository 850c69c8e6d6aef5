'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import type { Option } from '@/components/ui/combobox'

/** Who may be asked about: members and agents, by id. */
export function usePeople(): Option[] {
  const trpc = useTRPC()
  const members = useQuery(trpc.member.list.queryOptions({}))
  const agents = useQuery(trpc.agent.list.queryOptions())
  const people = members.data?.items.map(({ id, name, email }) => ({ value: id, label: name || email, hint: email }))
  const programs = agents.data?.items.map(({ id, name, sponsorName }) => {
    return { value: id, label: name, hint: `agent of ${sponsorName}` }
  })
  return [...(people ?? []), ...(programs ?? [])]
}
