'use client'

import { useFrame } from '@/components/frame/frame-context'
import { type Column, DataTable } from '@/components/ui/data-table'
import { count, counted, measure } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import { Badge, Status, type Tone } from '@/components/ui/status'
import type { CheckResult, ProductShape } from '@/server/product/schema'
import type { PortAccess } from './my-access'
import { PromiseHistory } from './promise-history'
import { SetAside } from './set-aside'

/** Each check of the contract with what it measured against what was promised, failing ones first. */
export function Quality({ product, access }: { product: ProductShape; access: PortAccess[] }) {
  const { org } = useFrame()
  if (product.checks.length === 0)
    return (
      <EmptyState title="Nothing was measured yet">
        The contract’s checks run on the data when the product is published and after each sync; each shows here what it
        measured.
      </EmptyState>
    )
  const several = product.ports.length > 1 || product.ports.some((port) => port.objects.length > 1)
  return (
    <>
      <p className="mb-4 text-sm">
        <Link href={`/${org.slug}/loop/promises/${product.slug}`}>Every promise as a line</Link> ·{' '}
        <Link href={`/${org.slug}/products/${product.slug}/expectations`}>What is expected beside the contract</Link>
      </p>
      <PromiseHistory slug={product.slug} />
      <SetAside product={product} access={access} />
      <DataTable
        label="Checks"
        unit="check"
        filter={product.checks.length > 10 ? 'Filter checks' : undefined}
        rows={[...product.checks].sort((a, b) => weight(b) - weight(a))}
        rowId={(check) => `${check.port}.${check.id}`}
        columns={columnsOf(several)}
        footer={
          product.checkedAt && (
            <>
              Looked at <RelativeTime at={product.checkedAt} />, on the rows the ports show.
            </>
          )
        }
      />
    </>
  )
}

function columnsOf(several: boolean): Column<CheckResult>[] {
  return [
    {
      id: 'state',
      header: 'Today',
      width: '130px',
      telling: true,
      value: weight,
      cell: (check) => <Status tone={toneOf(check)}>{wordOf(check)}</Status>,
    },
    {
      id: 'title',
      header: 'Promise',
      telling: true,
      value: (check) => check.title,
      cell: (check) => <What check={check} several={several} />,
    },
    {
      id: 'measured',
      header: 'Measured',
      align: 'right',
      width: '130px',
      telling: true,
      value: (check) => check.measured,
      cell: (check) => measured(check),
    },
    {
      id: 'expected',
      header: 'Promised',
      align: 'right',
      width: '130px',
      value: (check) => check.expected,
    },
    {
      id: 'blocks',
      header: 'If it fails',
      width: '130px',
      value: (check) => consequence(check),
      cell: (check) => <span className="text-muted">{consequence(check)}</span>,
    },
  ]
}

function What({ check, several }: { check: CheckResult; several: boolean }) {
  return (
    <span className="block min-w-0">
      <span className="block max-w-read">{check.title}</span>
      <span className="mt-0.5 flex flex-wrap items-center gap-1.5 text-muted text-xs">
        {several && <span className="font-mono">{check.port}</span>}
        {check.property && <Badge mono>{check.property}</Badge>}
        {check.setAside !== null && check.setAside > 0 && <span>{counted(check.setAside, 'row')} set aside</span>}
        {check.detail && <span>{check.detail}</span>}
      </span>
    </span>
  )
}

function weight(check: CheckResult) {
  if (check.ok) return 0
  return check.blocking ? 2 : 1
}

function toneOf(check: CheckResult): Tone {
  if (check.ok) return 'ok'
  return check.blocking ? 'bad' : 'warn'
}

function wordOf(check: CheckResult) {
  if (check.ok) return 'Kept'
  if (check.measured === null) return 'Not measured'
  return check.blocking ? 'Broken' : 'Warns'
}

function measured(check: CheckResult) {
  if (check.measured === null) return '–'
  if (typeof check.measured === 'string') return check.measured
  return check.unit === 'percent' ? `${measure(check.measured)}%` : `${count(check.measured)}`
}

function consequence(check: CheckResult) {
  if (check.setAside !== null) return 'Rows set aside'
  return check.blocking ? 'Old rows stay' : 'Warns'
}
