'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { offersOf, wordsOf } from './offers'

/** What the editor offers: the schema's words, and the names of this organisation's people, domains and products. */
export function useOffers(schema: string) {
  const trpc = useTRPC()
  const { domains } = useFrame()
  const members = useQuery(trpc.member.list.queryOptions({}))
  const products = useQuery(trpc.product.list.queryOptions({ limit: 200 }))
  return useMemo(() => {
    const names = {
      members: members.data?.items.map(({ email }) => email) ?? [],
      domains: Object.keys(domains),
      products: products.data?.items.map(({ slug }) => slug) ?? [],
    }
    return offersOf(wordsOf(schema), names)
  }, [schema, domains, members.data, products.data])
}
