'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { ButtonLink } from '@/components/ui/button-link'
import { counted } from '@/components/ui/format'
import { Select } from '@/components/ui/input'
import { Page } from '@/components/ui/page'
import { EmptyState, ErrorState, NoMatches, Skeleton, SkeletonRows } from '@/components/ui/states'
import type { ProductLines } from '@/server/observe/standing-schema'
import { useReads } from './use-reads'
import { WhenSeen } from './when-seen'
import { kindWord } from './words'

const PromiseLine = dynamic(() => import('./promise-line').then((part) => part.PromiseLine), { ssr: false })

const DAY = 86_400_000 // ms
const spans = ['day', 'month', 'quarter', 'year'] as const
type Span = (typeof spans)[number]
/** How far a line goes back, and by what it is drawn: so that no more points are fetched than can be told apart. */
const lengths: Record<Span, { word: string; days: number; bucket?: 'hour' | 'day' }> = {
  day: { word: 'One day, each measurement', days: 1 },
  month: { word: '30 days, by hours', days: 30, bucket: 'hour' },
  quarter: { word: '90 days, by days', days: 90, bucket: 'day' },
  year: { word: 'A year, by days', days: 365, bucket: 'day' },
}

/** The promises of one product as lines: each value with its band, and the incidents marked on it. */
export function LinesPage({ slug }: { slug: string }) {
  const { org } = useFrame()
  const query = useQuery(useTRPC().standing.lines.queryOptions({ slug }))
  const crumbs = [{ label: 'Loop', href: `/${org.slug}/loop` }]
  const title = query.data ? `Promises of ${query.data.product.title}` : 'Promises'
  return (
    <Page
      crumbs={crumbs}
      title={title}
      lead={query.data && leadOf(query.data)}
      action={
        query.isError && !query.data ? undefined : (
          <>
            <ButtonLink href={`/${org.slug}/catalog/${slug}?tab=quality`} kind="quiet">
              Product
            </ButtonLink>
            <ButtonLink href={`/${org.slug}/products/${slug}/expectations`}>Expectations</ButtonLink>
          </>
        )
      }
    >
      {query.data ? (
        <Lines lines={query.data} />
      ) : query.isError ? (
        <ErrorState title="Promises could not be read" error={query.error} retry={() => void query.refetch()} />
      ) : (
        <SkeletonRows label="Reading promises" />
      )}
    </Page>
  )
}

function leadOf({ items }: ProductLines): string {
  const broken = items.filter(({ last }) => last?.state === 'broken').length
  if (items.length === 0) return 'Nothing is promised of it that is watched.'
  return broken === 0
    ? `${counted(items.length, 'promise')}; none is broken.`
    : `${broken} of ${counted(items.length, 'promise')} ${broken === 1 ? 'is' : 'are'} broken.`
}

function Lines({ lines: { product, items } }: { lines: ProductLines }) {
  const { viewer } = useFrame()
  const reads = useReads(product)
  const [today] = useState(() => Date.now())
  const [{ kind, span }, set] = useQueryStates(
    { kind: parseAsString, span: parseAsStringLiteral(spans).withDefault('month') },
    { history: 'replace' },
  )
  const { days, bucket } = lengths[span]
  const ask = { from: new Date(today - days * DAY).toISOString(), bucket }
  const shown = items
    .filter((one) => kind === null || one.kind === kind)
    .sort((a, b) => Number(b.last?.state === 'broken') - Number(a.last?.state === 'broken'))
  if (items.length === 0)
    return (
      <EmptyState title="Nothing is watched yet">
        As soon as the product is published, what its contract promises is measured and drawn here.
      </EmptyState>
    )
  return (
    <>
      <Filters
        kinds={[...new Set([...items.map((one) => one.kind), ...(kind === null ? [] : [kind])])]}
        kind={kind}
        span={span}
        onChange={(to) => void set(to)}
      />
      {shown.length === 0 && kind !== null && (
        <NoMatches what="promises" filters={[{ label: kindWord(kind), drop: () => void set({ kind: null }) }]} />
      )}
      <h2 className="sr-only">Each promise</h2>
      <div className="flex flex-col gap-10">
        {shown.map((promise) => (
          <WhenSeen key={promise.id} waiting={<Skeleton className="h-48" />}>
            <PromiseLine
              promise={promise}
              events={promise.events}
              ask={ask}
              mutes={readsByRole(viewer, product.domain)}
              reads={reads(promise.port)}
            />
          </WhenSeen>
        ))}
      </div>
    </>
  )
}

function Filters({
  kinds,
  kind,
  span,
  onChange,
}: {
  kinds: string[]
  kind: string | null
  span: Span
  onChange: (to: { kind?: string | null; span?: Span }) => void
}) {
  return (
    <div className="mb-6 flex flex-wrap gap-3">
      <Select
        aria-label="Kind of promise"
        className="w-44"
        value={kind ?? ''}
        onChange={({ target }) => onChange({ kind: target.value || null })}
      >
        <option value="">All kinds</option>
        {kinds.map((value) => (
          <option key={value} value={value}>
            {kindWord(value)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Time shown"
        className="w-64"
        value={span}
        onChange={({ target }) => onChange({ span: target.value as Span })}
      >
        {spans.map((value) => (
          <option key={value} value={value}>
            {lengths[value].word}
          </option>
        ))}
      </Select>
    </div>
  )
}
