'use client'

import { X } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { type Row, slugOf } from './purpose-rows'

/** The list, one line each: its title, how it is written, and what it means to those who ask. */
export function PurposeRows({
  rows,
  editable,
  onChange,
}: {
  rows: Row[]
  editable: boolean
  onChange: (rows: Row[]) => void
}) {
  const put = (key: string, change: Partial<Row>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)))
  if (!editable)
    return (
      <dl className="divide-y divide-line border-line border-y">
        {rows.map((row) => (
          <div key={row.key} className="py-3">
            <dt className="font-medium">{row.title}</dt>
            <dd className="text-muted">{row.description}</dd>
          </div>
        ))}
      </dl>
    )
  return (
    <ul className="divide-y divide-line border-line border-y" aria-label="Purposes">
      {rows.map((row) => (
        <li key={row.key} className="flex items-start gap-3 py-3">
          <div className="grid min-w-0 flex-1 gap-3 md:grid-cols-[14rem_minmax(0,1fr)]">
            <Field label="Title" hint={<span className="font-mono">{row.slug || slugOf(row.title) || 'slug'}</span>}>
              <Input
                value={row.title}
                maxLength={60}
                onChange={(event) => put(row.key, { title: event.target.value })}
              />
            </Field>
            <Field label="What it means">
              <Input
                value={row.description}
                maxLength={300}
                onChange={(event) => put(row.key, { description: event.target.value })}
              />
            </Field>
          </div>
          <IconButton
            label={`Take ${row.title || 'this purpose'} out of the list`}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            className="mt-6"
          >
            <X />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}
