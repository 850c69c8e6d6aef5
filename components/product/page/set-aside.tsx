'use client'

import { useQuery } from '@tanstack/react-query'
import { Table2 } from 'lucide-react'
import { useState } from 'react'
import { AnswerTable } from '@/components/query/answer-table'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { count, counted } from '@/components/ui/format'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import type { CheckResult, ProductShape } from '@/server/product/schema'
import type { PortAccess } from './my-access'

/** Rows shown at most; the screen is for finding out why, not for taking them away. */
const LIMIT = 100

type Aside = { port: string; object: string; left: number; of: number; reasons: CheckResult[] }

/** What the rules that leave rows out have left out, by which rule, and the rows for who may read them. */
export function SetAside({ product, access }: { product: ProductShape; access: PortAccess[] }) {
  const asides = asidesOf(product)
  if (asides.length === 0) return null
  const held = (port: string) => access.some((one) => one.port === port && one.state === 'held')
  return (
    <section aria-labelledby="set-aside" className="mb-8 flex min-w-0 flex-col gap-5">
      <h2 id="set-aside" className="text-lg">
        Rows set aside
      </h2>
      {asides.map((aside) => (
        <One key={`${aside.port}.${aside.object}`} slug={product.slug} aside={aside} held={held(aside.port)} />
      ))}
    </section>
  )
}

/** Each object with a rule that leaves rows out, whether it has left out any or not. */
function asidesOf({ ports, checks }: ProductShape): Aside[] {
  return ports.flatMap((port) =>
    port.objects.flatMap(({ name, pointer }) => {
      const reasons = checks.filter((one) => one.port === port.name && one.object === name && one.setAside !== null)
      if (!pointer || reasons.length === 0) return []
      const { setAside: left, rows } = pointer
      return [{ port: port.name, object: name, left, of: rows + left, reasons }]
    }),
  )
}

function One({ slug, aside, held }: { slug: string; aside: Aside; held: boolean }) {
  const { port, object, left, of, reasons } = aside
  const [open, setOpen] = useState(false)
  const name = object === port ? port : `${port}, ${object}`
  if (left === 0)
    return (
      <p className="max-w-read text-muted">
        None of the {counted(of, 'row')} of <code>{name}</code>: every one keeps the rules that would leave it out.
      </p>
    )
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="max-w-read">
        {count(left)} of {counted(of, 'row')} of <code>{name}</code> are left out of what it shows, because they fail
      </p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {reasons
          .filter((reason) => reason.setAside)
          .map((reason) => (
            <li key={reason.id} className="flex items-baseline justify-between gap-4 py-2 text-sm">
              <span className="min-w-0 max-w-read">{reason.title}</span>
              <span className="tabular shrink-0 text-muted">{counted(reason.setAside ?? 0, 'row')}</span>
            </li>
          ))}
      </ul>
      {!held && <p className="text-muted text-sm">Who holds every column of the port can look at them.</p>}
      {held && !open && (
        <Button className="self-start" icon={<Table2 />} onClick={() => setOpen(true)}>
          Look at what was set aside
        </Button>
      )}
      {held && open && <Rows slug={slug} port={port} object={object} />}
    </div>
  )
}

function Rows(ask: { slug: string; port: string; object: string }) {
  const trpc = useTRPC()
  const rows = useQuery(trpc.product.setAside.queryOptions({ ...ask, limit: LIMIT }, { retry: false }))
  if (rows.isPending) return <SkeletonRows rows={4} label="Reading the rows set aside" />
  if (rows.isError)
    return <ErrorState title="They could not be read" error={rows.error} retry={() => void rows.refetch()} />
  const { rowCount, total } = rows.data
  return (
    <>
      <AnswerTable answer={rows.data} label={`Rows set aside from ${ask.port}`} maxHeight="24rem" />
      <p role="status" className="tabular text-muted text-xs">
        {rowCount < total ? `The first ${count(rowCount)} of ${counted(total, 'row')}` : counted(rowCount, 'row')}
      </p>
    </>
  )
}
