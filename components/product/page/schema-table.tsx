'use client'

import { KeyRound } from 'lucide-react'
import { Fragment } from 'react'
import { type Column, DataTable } from '@/components/ui/data-table'
import { counted, percent } from '@/components/ui/format'
import { MiniHistogram } from '@/components/ui/mini-histogram'
import { Badge } from '@/components/ui/status'
import { Tooltip } from '@/components/ui/tooltip'
import type { ProductShape } from '@/server/product/schema'
import { classTones } from './words'

type SchemaObject = ProductShape['ports'][number]['objects'][number]
type SchemaColumn = SchemaObject['columns'][number]

/** What was measured of one column; the values themselves only where one may read them. */
export type ColumnProfile = {
  nullShare: number | null
  distinct: number | null
  histogram: number[] | null
  /** The histogram in words, e.g. "from −1,116 to 1,688". */
  range: string | null
  /** How the reader sees it, in a word; null where they may not read the port. */
  shown: string | null
  /** Whether the reader sees but some of the rows. */
  partly: boolean
}

/** The columns of one object: type, meaning, class, shape, nulls. */
export function SchemaTable({ object, profiles }: { object: SchemaObject; profiles?: Record<string, ColumnProfile> }) {
  return (
    <DataTable
      label={`Columns of ${object.name}`}
      rows={object.columns}
      rowId={(column) => column.name}
      columns={columnsOf(profiles)}
      filter={object.columns.length > 12 ? 'Filter columns' : undefined}
      unit="column"
    />
  )
}

function columnsOf(profiles: Record<string, ColumnProfile> | undefined): Column<SchemaColumn>[] {
  const veiled = Object.values(profiles ?? {}).some(({ shown }) => shown !== null && shown !== 'plain')
  return [
    {
      id: 'name',
      header: 'Column',
      width: '25%',
      telling: true,
      value: (column) => column.name,
      cell: (column) => <Name column={column} />,
    },
    {
      id: 'type',
      header: 'Type',
      width: '12%',
      // On a phone, what one sees of a column comes before its type.
      telling: !veiled,
      value: (column) => column.logicalType ?? column.type,
      cell: (column) => (
        <Tooltip label={column.type ? `Stored as ${column.type}` : 'No rows yet'}>
          <span className="font-mono text-muted text-xs">{column.logicalType ?? column.type ?? '–'}</span>
        </Tooltip>
      ),
    },
    {
      id: 'meaning',
      header: 'Meaning',
      telling: true,
      value: (column) => column.description ?? column.businessName,
      cell: (column) => <Meaning column={column} />,
    },
    {
      id: 'class',
      header: 'Class',
      width: '110px',
      value: (column) => column.classification,
      cell: (column) =>
        column.classification ? <Badge tone={classTones[column.classification]}>{column.classification}</Badge> : '–',
    },
    ...(profiles ? measuredColumns(profiles, veiled) : []),
  ]
}

function Name({ column }: { column: SchemaColumn }) {
  const promises = [column.required && 'required', column.unique && !column.primaryKey && 'unique'].filter(Boolean)
  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex items-center gap-1.5 font-mono">
        <BreakableName name={column.name} />
        {column.primaryKey && (
          <Tooltip label="Part of the primary key">
            <KeyRound aria-label="primary key" className="size-3 shrink-0 text-muted" />
          </Tooltip>
        )}
      </span>
      {promises.length > 0 && <span className="text-muted text-xs">{promises.join(', ')}</span>}
    </span>
  )
}

function measuredColumns(profiles: Record<string, ColumnProfile>, veiled: boolean): Column<SchemaColumn>[] {
  const read = Object.values(profiles).some(({ shown }) => shown !== null)
  return [
    ...(read ? [sightColumn(profiles, veiled)] : []),
    {
      id: 'shape',
      header: 'Shape',
      width: '96px',
      cell: (column) => <Shape name={column.name} profile={profiles[column.name]} />,
    },
    {
      id: 'nulls',
      header: 'Null',
      align: 'right',
      width: '64px',
      value: (column) => profiles[column.name]?.nullShare,
      cell: (column) => {
        const share = profiles[column.name]?.nullShare
        return share === null || share === undefined ? '–' : percent(share)
      },
    },
  ]
}

function sightColumn(profiles: Record<string, ColumnProfile>, telling: boolean): Column<SchemaColumn> {
  return {
    id: 'sight',
    header: 'What you see',
    width: '110px',
    telling,
    named: true,
    value: (column) => profiles[column.name]?.shown,
    cell: (column) => {
      const shown = profiles[column.name]?.shown
      if (!shown || shown === 'plain') return <span className="text-muted">{shown ?? '–'}</span>
      return (
        <Badge tone={shown === 'hidden' ? 'bad' : 'warn'} className="h-auto min-h-5 whitespace-normal">
          {shown}
        </Badge>
      )
    },
  }
}

/** A long name breaks after its underscores, as one would read it. */
function BreakableName({ name }: { name: string }) {
  const parts = name.split(/(?<=_)/)
  return (
    <span className="min-w-0 break-words">
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the name
        <Fragment key={place}>
          {place > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  )
}

function Meaning({ column }: { column: SchemaColumn }) {
  const values = column.enum.map((each) => each.label ?? String(each.value))
  return (
    <span className="block max-w-read">
      {column.businessName && <span className="font-medium">{column.businessName}. </span>}
      <span className="text-muted">{column.description ?? (column.businessName ? '' : '–')}</span>
      {values.length > 0 && (
        <span className="block text-muted text-xs">
          One of {values.slice(0, 6).join(', ')}
          {values.length > 6 && ` and ${counted(values.length - 6, 'other')}`}
        </span>
      )}
    </span>
  )
}

function Shape({ name, profile }: { name: string; profile: ColumnProfile | undefined }) {
  if (!profile) return <span className="text-muted">–</span>
  if (profile.histogram)
    return <MiniHistogram counts={profile.histogram} reading={`${name}${profile.range ? ` ${profile.range}` : ''}`} />
  return (
    <span className="text-muted text-xs">
      {profile.distinct === null ? '–' : `${counted(profile.distinct, 'value')}`}
    </span>
  )
}
