'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Combobox } from '@/components/ui/combobox'

const MOST = 20

/** One product of those that the catalog finds by what is typed; `any` is what choosing none is called, where one may. */
export function ProductChoice({
  value,
  any,
  onChange,
}: {
  /** Its slug; empty: none. */
  value: string
  any?: string
  onChange: (slug: string) => void
}) {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const asked = { q: useDeferredValue(text), limit: MOST }
  const found = useQuery(trpc.catalog.search.queryOptions(asked, { placeholderData: keepPreviousData }))
  const chosen = useQuery(trpc.product.get.queryOptions({ slug: value }, { enabled: value !== '', retry: false }))
  const products = found.data?.items.map(({ slug, title }) => ({ value: slug, label: title, hint: slug })) ?? []
  const none = any !== undefined && text === '' ? [{ value: '', label: any }] : []
  return (
    <Combobox
      label="Product"
      placeholder={any ?? 'Choose a product'}
      options={[...none, ...products]}
      onSearch={setText}
      empty={wordsOf(found)}
      value={value}
      shown={value === '' ? undefined : (chosen.data?.title ?? value)}
      onChange={onChange}
    />
  )
}

function wordsOf({
  error,
  isPending,
  isPlaceholderData,
}: {
  error: { message: string } | null
  isPending: boolean
  isPlaceholderData: boolean
}) {
  if (error) return `The catalog could not be searched: ${error.message}`
  return isPending || isPlaceholderData ? 'Searching' : 'No product is found by this'
}
