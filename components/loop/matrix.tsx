'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { count, counted } from '@/components/ui/format'
import { Select } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { Section } from '@/components/ui/page'
import { EmptyState, ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { PromiseCell, PromiseRow } from '@/server/observe/standing-schema'
import { EVERY, promisesInputOf, type Stands } from './address'
import { kindWord } from './words'

type Asked = {
  domain: string | null
  stands: Stands | null
  live: boolean
  onStands: (stands: Stands | null) => void
  onAll: () => void
}
const choices: Record<Stands, string> = { broken: 'Broken', unknown: 'Not measured', muted: 'Muted' }

/** Products by kinds of promise: what is broken stands first, and each cell leads to its lines. */
export function Matrix(asked: Asked) {
  return (
    <Section
      title="What is promised"
      lead="Each product with its promises by kind; what is broken comes first."
      action={
        <Select
          aria-label="Promises shown"
          className="w-44"
          value={asked.stands ?? ''}
          onChange={({ target }) => asked.onStands((target.value || null) as Stands | null)}
        >
          <option value="">All promises</option>
          {Object.entries(choices).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      }
    >
      <Rows {...asked} />
    </Section>
  )
}

function Rows({ domain, stands, live, onStands, onAll }: Asked) {
  const { org, domains } = useFrame()
  const query = useInfiniteQuery(
    useTRPC().standing.promises.infiniteQueryOptions(promisesInputOf(domain, stands), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      refetchInterval: live && EVERY,
    }),
  )
  const pages = query.data?.pages
  if (!pages && query.isError)
    return <ErrorState title="Promises could not be read" error={query.error} retry={() => void query.refetch()} />
  if (!pages) return <SkeletonRows label="Reading promises" />
  const rows = pages.flatMap((page) => page.items)
  const dropped = [
    ...(domain === null ? [] : [{ label: domains[domain] ?? domain, drop: onAll }]),
    ...(stands === null ? [] : [{ label: `“${choices[stands]}”`, drop: () => onStands(null) }]),
  ]
  if (rows.length === 0 && dropped.length > 0) return <NoMatches what="promises" filters={dropped} />
  if (rows.length === 0)
    return (
      <EmptyState title="Nothing is watched yet">
        As soon as a product is published, what its contract promises is measured and stands here.
      </EmptyState>
    )
  return (
    <>
      <DataTable
        label="Promises by product and kind"
        unit="product"
        rows={rows}
        rowId={({ product }) => product.id}
        columns={columnsOf(rows, `/${org.slug}/loop/promises`, domains)}
        footer={counted(pages[0]?.total ?? rows.length, 'product')}
      />
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}

const weightOf = (cell: PromiseCell | undefined) => (cell ? (cell.grave ? 1_000 : 0) + cell.broken : -1)

function columnsOf(rows: PromiseRow[], base: string, domains: Record<string, string>): Column<PromiseRow>[] {
  const of = (row: PromiseRow, kind: string) => row.cells.find((cell) => cell.kind === kind)
  const broken = (kind: string) => rows.reduce((all, row) => all + Math.max(0, weightOf(of(row, kind))), 0)
  const kinds = [...new Set(rows.flatMap(({ cells }) => cells.map(({ kind }) => kind)))]
  const telling = [...kinds].sort((a, b) => broken(b) - broken(a)).slice(0, 2)
  return [
    {
      id: 'product',
      header: 'Product',
      value: ({ product }) => product.title,
      cell: ({ product, cells }) => (
        <span className="block min-w-0">
          <Link plain href={`${base}/${product.slug}`} className="break-words font-medium">
            {product.title}
          </Link>
          <span className="block text-muted text-xs">{domains[product.domain] ?? product.domain}</span>
          {/* A phone shows two kinds of each: what is broken of the others is told here. */}
          {cells
            .filter(({ kind, broken }) => broken > 0 && !telling.includes(kind))
            .map((cell) => (
              <span key={cell.kind} className="block text-muted text-xs sm:hidden">
                {kindWord(cell.kind)} <Cell cell={cell} href={`${base}/${product.slug}?kind=${cell.kind}`} />
              </span>
            ))}
        </span>
      ),
    },
    ...kinds.map((kind) => ({
      id: kind,
      header: kindWord(kind),
      width: '150px',
      named: true,
      telling: telling.includes(kind),
      value: (row: PromiseRow) => weightOf(of(row, kind)),
      cell: (row: PromiseRow) => <Cell cell={of(row, kind)} href={`${base}/${row.product.slug}?kind=${kind}`} />,
    })),
  ]
}

function Cell({ cell, href }: { cell: PromiseCell | undefined; href: string }) {
  if (!cell) return <span className="text-muted">–</span>
  const all = cell.kept + cell.broken + cell.unknown
  const tone = cell.state === 'kept' ? 'ok' : cell.state === 'unknown' ? 'neutral' : cell.grave ? 'bad' : 'warn'
  const word =
    cell.state === 'kept'
      ? `${count(all)} kept`
      : cell.state === 'unknown'
        ? `${count(cell.unknown)} not measured`
        : `${count(cell.broken)} of ${count(all)} broken`
  return (
    <Link plain href={href} className="inline-block">
      <Status tone={tone}>{word}</Status>
      {cell.muted > 0 && <span className="block text-muted text-xs">{count(cell.muted)} muted</span>}
    </Link>
  )
}
