import type { Metadata } from 'next'
import { ContextSearch } from '@/components/context/context-search'

export const metadata: Metadata = { title: 'Context' }

/** Search over the items one may read. */
export default function ContextPage() {
  return <ContextSearch />
}
