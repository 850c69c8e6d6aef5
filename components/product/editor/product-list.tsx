'use client'

import { useQuery } from '@tanstack/react-query'
import { Package, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useFrame } from '@/components/frame/frame-context'
import { publishesSomewhere } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { ButtonLink } from '@/components/ui/button-link'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Link } from '@/components/ui/link'
import { Page } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Badge, Status } from '@/components/ui/status'
import type { ListedProduct } from '@/server/product/schema'
import { promiseTones, stateWords } from '../page/words'

const stateTone = { draft: undefined, published: 'ok', deprecated: 'warn', retired: undefined } as const

const columns = (org: string): Column<ListedProduct>[] => [
  {
    id: 'title',
    header: 'Product',
    value: (row) => row.title,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <Link href={`/${org}/products/${row.slug}/edit`} className="truncate font-medium">
          {row.title}
        </Link>
        <span className="truncate text-muted text-xs">{row.purpose || 'no purpose yet'}</span>
      </span>
    ),
  },
  {
    id: 'status',
    header: 'State',
    value: (row) => row.status,
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-1.5">
        <Badge tone={stateTone[row.status]}>
          {stateWords[row.status]}
          {row.version && ` ${row.version}`}
        </Badge>
        {row.draft && row.status !== 'draft' && <Badge tone="info">draft {row.draft}</Badge>}
      </span>
    ),
  },
  {
    id: 'promise',
    header: 'Promises',
    value: (row) => row.promise.state,
    cell: (row) =>
      row.version ? (
        <Status tone={promiseTones[row.promise.state]}>{row.promise.text}</Status>
      ) : (
        <span className="text-muted">not published</span>
      ),
  },
  { id: 'domain', header: 'Domain', value: (row) => row.domain.name },
  { id: 'owner', header: 'Owner', value: (row) => row.owner.name },
  {
    id: 'updated',
    header: 'Changed',
    value: (row) => row.updatedAt,
    cell: (row) => <RelativeTime at={row.updatedAt} />,
  },
]

/** Products of the domains that one publishes for: what is out, what is in the making, and what needs a hand. */
export function ProductList({ org }: { org: string }) {
  const trpc = useTRPC()
  const router = useRouter()
  const query = useQuery(trpc.product.list.queryOptions({ mine: true, limit: 200 }))
  const { viewer } = useFrame()
  const publishes = publishesSomewhere(viewer)
  const make = publishes && (
    <ButtonLink kind="primary" href={`/${org}/products/new`} icon={<Plus aria-hidden />}>
      New product
    </ButtonLink>
  )
  return (
    <Page wide title="Products" lead="What your domains publish." action={make}>
      {query.isPending && <SkeletonRows />}
      {query.error && (
        <ErrorState title="The products could not be loaded" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data?.items.length === 0 && (
        <EmptyState
          title="No product yet"
          icon={<Package aria-hidden />}
          action={publishes && <ButtonLink href={`/${org}/products/new`}>New product</ButtonLink>}
        >
          A product gives a table a purpose, an owner and promises that are checked; only then can others find it and
          ask for it.{!publishes && ' Publishers of a domain make its products.'}
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && (
        <DataTable
          label="Products"
          unit="product"
          rows={query.data.items}
          columns={columns(org)}
          rowId={(row) => row.id}
          filter="Filter products"
          onOpen={(row) => router.push(`/${org}/products/${row.slug}/edit`)}
        />
      )}
    </Page>
  )
}
