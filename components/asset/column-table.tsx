'use client'

import type { z } from 'zod'
import { DataTable } from '@/components/ui/data-table'
import { count, percent } from '@/components/ui/format'
import { MiniHistogram } from '@/components/ui/mini-histogram'
import { PartialNote } from '@/components/ui/states'
import { Badge } from '@/components/ui/status'
import type { columnProfile } from '@/server/ingestion/schema'

type Measured = z.infer<typeof columnProfile>
type Asset = {
  schema: { name: string; type: string; nullable: boolean; description?: string }[]
  profile: { rows: number; columns: Measured[] } | null
  values: boolean
  keys: { primary: string[] }
}
const personalWords: Record<string, string> = {
  email: 'e-mail addresses',
  phone: 'phone numbers',
  person_name: 'names of people',
  ip: 'network addresses',
  credit_card: 'card numbers',
  iban: 'bank accounts',
  ssn: 'social security numbers',
  address: 'addresses',
  geo: 'places',
  birth_date: 'dates of birth',
}

/** Each column: type, what it looks like, what is missing, and whether it likely tells of people. */
export function ColumnTable({ asset }: { asset: Asset }) {
  const measured = new Map(asset.profile?.columns.map((one) => [one.name, one]))
  const rows = asset.schema.map((column) => ({ ...column, profile: measured.get(column.name) }))
  const total = asset.profile?.rows ?? 0
  return (
    <>
      {asset.profile && !asset.values && (
        <PartialNote>Ranges, shapes and frequent values are shown to readers of this data only.</PartialNote>
      )}
      <DataTable
        label="Columns"
        unit="column"
        filter={rows.length > 12 ? 'Filter columns' : undefined}
        rows={rows}
        rowId={({ name }) => name}
        columns={[
          {
            id: 'name',
            header: 'Column',
            value: ({ name }) => name,
            cell: ({ name, description }) => (
              <span className="flex flex-col">
                <span className="font-mono">{name}</span>
                {description && <span className="text-muted text-xs">{description}</span>}
              </span>
            ),
          },
          {
            id: 'type',
            header: 'Type',
            telling: true,
            value: ({ type }) => type,
            cell: ({ name, type }) => (
              <span className="font-mono text-muted text-xs">
                {type}
                {asset.keys.primary.includes(name) ? ', key' : ''}
              </span>
            ),
          },
          ...(asset.profile
            ? [
                {
                  id: 'shape',
                  header: 'Shape',
                  cell: ({ name, profile }: (typeof rows)[number]) =>
                    profile && <Shape name={name} profile={profile} />,
                },
                {
                  id: 'range',
                  header: 'Range',
                  cell: ({ profile }: (typeof rows)[number]) => (
                    <span className="tabular text-muted text-xs">{rangeOf(profile)}</span>
                  ),
                },
                {
                  id: 'nulls',
                  header: 'Missing',
                  telling: true,
                  align: 'right' as const,
                  value: ({ profile }: (typeof rows)[number]) => profile?.nulls,
                  cell: ({ profile }: (typeof rows)[number]) =>
                    profile && total > 0 ? percent(profile.nulls / total) : '',
                },
                {
                  id: 'distinct',
                  header: 'Distinct',
                  align: 'right' as const,
                  value: ({ profile }: (typeof rows)[number]) => profile?.distinct,
                  cell: ({ profile }: (typeof rows)[number]) =>
                    profile && `${profile.exact ? '' : 'about '}${count(profile.distinct)}`,
                },
                {
                  id: 'personal',
                  header: 'Personal',
                  telling: true,
                  value: ({ profile }: (typeof rows)[number]) => profile?.personal?.kind,
                  cell: ({ profile }: (typeof rows)[number]) =>
                    profile?.personal && (
                      <Badge tone="warn">likely {personalWords[profile.personal.kind] ?? profile.personal.kind}</Badge>
                    ),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

function Shape({ name, profile }: { name: string; profile: Measured }) {
  if (profile.histogram?.length)
    return (
      <MiniHistogram
        counts={profile.histogram.map((bin) => bin.count)}
        reading={`${name} from ${profile.histogram[0]!.from} to ${profile.histogram.at(-1)!.to}`}
      />
    )
  const top = profile.frequent?.[0]
  if (!top) return null
  return (
    <span className="flex flex-col text-xs">
      <MiniHistogram
        counts={profile.frequent!.map((one) => one.count)}
        reading={`The most frequent values of ${name}: ${profile
          .frequent!.slice(0, 3)
          .map(({ value }) => value)
          .join(', ')}`}
      />
      <span className="max-w-32 truncate text-muted">{top.value}</span>
    </span>
  )
}

/** The least and the greatest value; long ones are cut. */
function rangeOf(profile: Measured | undefined): string {
  if (profile?.min === undefined || profile.max === undefined) return ''
  const cut = (text: string) => (text.length > 20 ? `${text.slice(0, 19)}…` : text)
  return `${cut(profile.min)} – ${cut(profile.max)}`
}
