'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'

/** What the editor offers: the schema's words, and the names of this organisation's people, domains and products. */
export function useOffers(schema: string) {
  const trpc = useTRPC()
  const { domains } = useFrame()
  const members = useQuery(trpc.member.list.queryOptions({}))
  const products = useQuery(trpc.product.list.queryOptions({ limit: 200 }))
  // Like the editor itself, what reads the schema is fetched when the page stands.
  const [offers, setOffers] = useState<typeof import('./offers')>()
  useEffect(() => {
    void import('./offers').then((module) => setOffers(module))
  }, [])
  return useMemo(() => {
    const names = {
      members: members.data?.items.map(({ email }) => email) ?? [],
      domains: Object.keys(domains),
      products: products.data?.items.map(({ slug }) => slug) ?? [],
    }
    return offers?.offersOf(offers.wordsOf(schema), names)
  }, [offers, schema, domains, members.data, products.data])
}
