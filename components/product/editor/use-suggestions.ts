'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '@/components/trpc'
import type { Suggestion } from '@/server/product/schema'

/** What each asset's rows suggest for a contract, by the asset's ref; asked for once an asset. */
export function useSuggestions(slug: string, domain: string) {
  const client = useTRPCClient()
  const [byRef, setByRef] = useState<Record<string, Suggestion[]>>({})
  const asked = useRef(new Set<string>())
  const learn = useCallback(
    async (assetId: string, ref: string) => {
      if (asked.current.has(assetId)) return
      asked.current.add(assetId)
      const { suggestions } = await client.product.propose.mutate({ domain, assets: [assetId], port: 'main' })
      setByRef((before) => ({ ...before, [ref]: suggestions as Suggestion[] }))
    },
    [client, domain],
  )
  useEffect(() => {
    // Without suggestions the form still works, so that a failure here is not worth a word.
    client.product.get
      .query({ slug, version: 'draft' })
      .catch(() => client.product.get.query({ slug }))
      .then((product) =>
        Promise.all(product.ports.flatMap((port) => port.objects.map((object) => learn(object.assetId, object.ref)))),
      )
      .catch(() => undefined)
  }, [client, slug, learn])
  return { byRef, learn }
}
export type Suggestions = ReturnType<typeof useSuggestions>
