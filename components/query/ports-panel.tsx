'use client'

import { ChevronRight } from 'lucide-react'
import { count } from '@/components/ui/format'
import type { ReadablePort } from '@/server/serve/schema'
import { sqlName, tableName } from './snippet'

/** The tables one may read, each with its columns; a press puts a name into the statement. */
export function PortsPanel({ ports, onPick, onQuery }: Picking) {
  return (
    <>
      <aside
        aria-label="Ports you may read"
        className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-72 shrink-0 overflow-y-auto border-line border-r py-5 pr-3 pl-8 lg:block"
      >
        <h2 className="mb-2 font-medium text-sm">Ports you may read</h2>
        <Tables ports={ports} onPick={onPick} onQuery={onQuery} />
      </aside>
      <details className="mx-4 mt-4 rounded-md border border-line px-3 py-1 sm:mx-8 lg:hidden">
        <summary className="min-h-8 cursor-pointer py-1 font-medium text-sm">Ports you may read</summary>
        <Tables ports={ports} onPick={onPick} onQuery={onQuery} />
      </details>
    </>
  )
}

type Picking = { ports: ReadablePort[]; onPick: (text: string) => void; onQuery: (sql: string) => void }

function Tables({ ports, onPick, onQuery }: Picking) {
  const tables = ports.flatMap((port) => port.objects.map((object) => ({ port, object })))
  return (
    <ul className="flex flex-col">
      {tables.map(({ port, object }) => (
        <li key={`${object.name.join('.')} ${port.purpose}`}>
          <details className="group" open={tables.length === 1}>
            <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-md py-1 pr-1 hover:bg-hover [&::-webkit-details-marker]:hidden">
              <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted group-open:rotate-90" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-mono text-xs">{object.name.join('.')}</span>
                <span className="tabular block truncate text-muted text-xs">
                  {object.rows === null ? '' : `${count(object.rows)} rows, `}
                  {port.purpose ? `for ${port.purpose}` : 'by your role'}
                </span>
              </span>
            </summary>
            <div className="mb-2 ml-5 flex flex-col border-line border-l pl-2">
              <button
                type="button"
                className="min-h-6 self-start rounded-sm text-accent-text text-xs hover:underline"
                onClick={() => onQuery(`select *\nfrom ${tableName(object.name)}\nlimit 100`)}
              >
                Select from it
              </button>
              {object.columns.map((column) => (
                <button
                  key={column.name}
                  type="button"
                  onClick={() => onPick(sqlName(column.name))}
                  className="flex min-h-6 items-baseline justify-between gap-2 rounded-sm px-1 text-left text-xs hover:bg-hover"
                >
                  <span className="truncate font-mono">{column.name}</span>
                  <span className="shrink-0 text-muted">{column.type.toLowerCase()}</span>
                </button>
              ))}
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}
