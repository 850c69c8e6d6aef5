'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
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

const MOST = 20

/** What may be asked about, by slug: what the catalog finds by what is typed. */
export function useProducts() {
  const [text, setText] = useState('')
  const asked = { q: useDeferredValue(text), limit: MOST }
  const found = useQuery(useTRPC().catalog.search.queryOptions(asked, { placeholderData: keepPreviousData }))
  const options: Option[] =
    found.data?.items.map(({ slug, title }) => ({ value: slug, label: title, hint: slug })) ?? []
  const empty = found.isError
    ? `The catalog could not be searched: ${found.error.message}`
    : found.isPending || found.isPlaceholderData
      ? 'Searching'
      : 'No product is found by this'
  return { options, search: setText, empty }
}
