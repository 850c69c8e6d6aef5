'use client'

import { useQuery } from '@tanstack/react-query'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { CopyButton } from '@/components/ui/copy-button'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { KeyValue, Page, Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ShownItem } from '@/server/serve/schema'
import { SourceLink } from './source-link'

/** One item as its source has it: its words are shown as text, whatever they say. */
export function ItemPage({ id }: { id: string }) {
  const { org } = useFrame()
  const trpc = useTRPC()
  // Each answer is a read with a receipt: none is asked for by itself.
  const once = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false }
  const query = useQuery(trpc.context.item.queryOptions({ id }, once))
  const crumbs = [{ label: 'Context', href: `/${org.slug}/context` }]
  if (query.isError)
    return (
      <Page title="Item" crumbs={crumbs}>
        <ErrorState title="The item could not be read" error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  const item = query.data
  if (!item)
    return (
      <Page title="Item" crumbs={crumbs}>
        <SkeletonRows label="Reading the item" />
      </Page>
    )
  return (
    <Page title={item.title} crumbs={crumbs}>
      <KeyValue stacked className="mb-6" items={factsOf(item, `/${org.slug}`)} />
      <section aria-label="Text">
        <div className="mb-2 flex items-center justify-between gap-3">
          <h2 className="font-medium text-sm">As its source has it</h2>
          <CopyButton text={item.body} label="Copy the text" />
        </div>
        <pre className="max-w-full whitespace-pre-wrap break-words rounded-md border bg-raised p-4 font-mono text-sm">
          {item.body}
        </pre>
      </section>
      {item.thread.length > 0 && (
        <Section title="In the same thread">
          <ul className="border-line border-t">
            {item.thread.map((other) => (
              <li key={other.id} className="flex flex-wrap items-baseline gap-x-3 border-line border-b py-2">
                <Link plain href={`/${org.slug}/context/${other.id}`} className="min-w-0 break-words">
                  {other.title}
                </Link>
                <span className="text-muted text-sm">
                  {other.authors.join(', ')}
                  {other.createdAt && `, ${day(other.createdAt)}`}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  )
}

const factsOf = (item: ShownItem, base: string) => [
  { label: 'Source', value: <SourceLink link={item.link} /> },
  { label: 'Product', value: <Link href={`${base}/catalog/${item.product}`}>{item.productTitle}</Link> },
  ...(item.authors.length > 0 ? [{ label: 'By', value: item.authors.join(', ') }] : []),
  ...(item.createdAt ? [{ label: 'Written', value: day(item.createdAt) }] : []),
  ...(item.changedAt && item.changedAt !== item.createdAt ? [{ label: 'Changed', value: day(item.changedAt) }] : []),
  { label: 'Read from its source', value: <RelativeTime at={item.readAt} /> },
  { label: 'You read it', value: item.purpose ? `by a grant, for ${item.purpose}` : 'by your role in its domain' },
  { label: 'Receipt', value: <span className="break-all font-mono text-xs">{item.receipt}</span> },
]
