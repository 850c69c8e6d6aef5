'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'

const MOST = 20
const FRESH = 60_000 // ms

/** What the editor offers: the schema's words, and the names of this organisation's people, domains, products and ports. */
export function useOffers(schema: string) {
  const { domains } = useFrame()
  const members = useQuery(useTRPC().member.list.queryOptions({})).data
  const find = useFind()
  // Like the editor itself, what reads the schema is fetched when the page stands.
  const [offers, setOffers] = useState<typeof import('./offers')>()
  useEffect(() => {
    void import('./offers').then((module) => setOffers(module))
  }, [])
  return useMemo(() => {
    const known = { members: members?.items.map(({ email }) => email) ?? [], domains: Object.keys(domains) }
    return offers?.offersOf(offers.wordsOf(schema), { ...known, ...find })
  }, [offers, schema, domains, members, find])
}

/** Products by what is typed of their names, and the ports of one; what cannot be read is not offered. */
function useFind() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useMemo(
    () => ({
      products: async (q: string) => {
        const asked = trpc.catalog.search.queryOptions({ q, limit: MOST }, { staleTime: FRESH })
        const found = await queries.fetchQuery(asked).catch(() => null)
        return found?.items.map(({ slug }) => slug) ?? []
      },
      ports: async (slug: string) => {
        const asked = trpc.product.get.queryOptions({ slug }, { staleTime: FRESH, retry: false })
        const found = await queries.fetchQuery(asked).catch(() => null)
        return found?.ports.map(({ name, objects }) => ({ name, objects: objects.map((one) => one.name) })) ?? []
      },
    }),
    [trpc, queries],
  )
}
