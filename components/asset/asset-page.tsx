'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useTRPC } from '@/components/trpc'
import { ButtonLink } from '@/components/ui/button-link'
import { counted } from '@/components/ui/format'
import { KeyValue, Page } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import { ColumnTable } from './column-table'
import { SnapshotList } from './snapshot-list'

const tabs = ['columns', 'snapshots'] as const

/** An asset: its columns as they are in the latest copy, and the copies before. */
export function AssetPage({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC()
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('columns'))
  const query = useQuery(trpc.asset.get.queryOptions({ id }))
  if (query.isError)
    return (
      <Page title="Asset">
        <ErrorState title="The asset could not be read" error={query.error} retry={() => void query.refetch()} />
      </Page>
    )
  const asset = query.data
  if (!asset)
    return (
      <Page title="Asset">
        <SkeletonRows label="Reading the asset" />
      </Page>
    )
  const at = `/${org}/connections/${asset.connectionId}`
  const ofItems = asset.kind === 'items'
  return (
    <Page
      wide
      title={asset.ref}
      crumbs={[
        { label: 'Connections', href: `/${org}/connections` },
        { label: asset.connection, href: at },
      ]}
      lead={asset.description || undefined}
      aside={asset.gone ? <Status tone="warn">No longer in the source</Status> : undefined}
      action={
        (ofItems ? asset.syncedAt : asset.latestSnapshot) && (
          <ButtonLink kind="primary" href={`/${org}/products/new?connection=${asset.connectionId}&asset=${asset.id}`}>
            Make a product
          </ButtonLink>
        )
      }
    >
      <KeyValue
        stacked
        className="mb-6"
        items={[
          {
            label: ofItems ? 'Items' : 'Rows',
            value: asset.rows === null ? 'Not counted yet' : counted(asset.rows, ofItems ? 'item' : 'row'),
          },
          { label: 'Columns', value: asset.schema.length || 'Known after the first copy' },
          { label: 'Last copied', value: asset.syncedAt ? <RelativeTime at={asset.syncedAt} /> : 'Never' },
          { label: 'Primary key', value: asset.keys.primary.join(', ') || 'None' },
          ...(asset.cursorColumn ? [{ label: 'Read by', value: asset.cursorColumn }] : []),
        ]}
      />
      <Tabs
        label="Views of the asset"
        value={tab}
        onChange={(next) => void setTab(next as (typeof tabs)[number])}
        tabs={[
          {
            value: 'columns',
            label: 'Columns',
            count: asset.schema.length,
            content:
              asset.schema.length === 0 ? (
                <EmptyState title="Not looked into yet" action={<ButtonLink href={at}>Copy it</ButtonLink>}>
                  The first copy tells its columns, and measures each.
                </EmptyState>
              ) : (
                <ColumnTable asset={asset} />
              ),
          },
          // Items are kept as they were read last: there are no copies of them.
          ...(ofItems
            ? []
            : [
                {
                  value: 'snapshots',
                  label: 'Snapshots',
                  content: <SnapshotList org={org} id={id} latest={asset.latestSnapshot} />,
                },
              ]),
        ]}
      />
    </Page>
  )
}
