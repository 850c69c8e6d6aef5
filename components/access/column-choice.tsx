'use client'

import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { counted } from '@/components/ui/format'
import { Badge } from '@/components/ui/status'

type Column = { name: string; classification: string | null; personal?: string | null }
export type ChosenObject = { name: string; rows?: number; columns: Column[] }

export const grave = (classification: string | null) =>
  classification !== null && classification !== 'public' && classification !== 'internal'
export const named = (object: string, column: string) => `${object}.${column}`
export const everyColumn = (objects: ChosenObject[]) =>
  objects.flatMap((object) => object.columns.map(({ name }) => named(object.name, name)))

/** The columns of a port, each with its class, to take or leave; `value` is null while all of them are taken. */
export function ColumnChoice({
  objects,
  value,
  onChange,
}: {
  objects: ChosenObject[]
  value: string[] | null
  onChange: (columns: string[] | null) => void
}) {
  const all = everyColumn(objects)
  const taken = new Set(value ?? all)
  const set = (columns: Set<string>) =>
    onChange(columns.size === all.length ? null : all.filter((one) => columns.has(one)))
  const turn = (column: string, on: boolean) => {
    const next = new Set(taken)
    if (on) next.add(column)
    else next.delete(column)
    set(next)
  }
  return (
    <div className="flex flex-col gap-3">
      {objects.map((object) => (
        <fieldset key={object.name} className="rounded-md border border-line">
          <legend className="sr-only">Columns of {object.name}</legend>
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 border-line border-b px-3 py-2 text-sm">
            <span className="font-medium font-mono">{object.name}</span>
            <span className="tabular text-muted text-xs">
              {object.columns.filter(({ name }) => taken.has(named(object.name, name))).length} of{' '}
              {counted(object.columns.length, 'column')}
              {object.rows !== undefined && `, ${counted(object.rows, 'row')}`}
            </span>
          </p>
          <ul className="max-h-60 overflow-y-auto px-3 py-1.5">
            {object.columns.map(({ name, classification, personal }) => (
              <li key={name}>
                <Checkbox
                  checked={taken.has(named(object.name, name))}
                  onChange={(on) => turn(named(object.name, name), on)}
                  label={
                    <span className="flex flex-wrap items-center gap-x-2">
                      <span className="break-all font-mono text-sm">{name}</span>
                      {classification && (
                        <Badge tone={grave(classification) ? 'warn' : undefined}>{classification}</Badge>
                      )}
                      {personal && <span className="text-muted text-xs">likely {personal.replaceAll('_', ' ')}</span>}
                    </span>
                  }
                />
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
      {all.length > 3 && (
        <div className="flex gap-2">
          <Button size="sm" onClick={() => onChange(null)} disabled={value === null}>
            All columns
          </Button>
          <Button size="sm" onClick={() => set(new Set())} disabled={taken.size === 0}>
            None
          </Button>
        </div>
      )}
    </div>
  )
}
