'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import { AnswerTable } from './answer-table'
import { PortDownload } from './port-download'

const shown = 100

/** The first rows of a port for someone who holds it, narrowed by one condition; the file has what the condition leaves. */
export function PortPreview({ product, port, object }: { product: string; port: string; object?: string }) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const [where, setWhere] = useState<string>()
  const rows = useQuery(
    trpc.serve.rows.queryOptions(
      { product, port, object, where, limit: shown },
      { placeholderData: keepPreviousData, retry: false },
    ),
  )

  function narrow(event: FormEvent) {
    event.preventDefault()
    setWhere(typed.trim() || undefined)
  }
  function clear() {
    setTyped('')
    setWhere(undefined)
  }

  return (
    <section aria-label={`Rows of ${port}`} className="flex min-w-0 flex-col gap-3">
      <form onSubmit={narrow} className="flex flex-wrap items-center gap-2">
        <Input
          aria-label="Condition on the rows"
          placeholder="Condition, such as amount > 10"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-invalid={rows.isError && where !== undefined}
          className="max-w-96 flex-1 font-mono"
          spellCheck={false}
        />
        <Button type="submit" busy={rows.isFetching && where !== undefined}>
          Filter
        </Button>
        {where && (
          <Button kind="quiet" onClick={clear}>
            Clear
          </Button>
        )}
        <span className="ml-auto">
          <PortDownload product={product} port={port} object={object} where={where} />
        </span>
      </form>
      {rows.isPending ? (
        <SkeletonRows rows={4} />
      ) : rows.isError ? (
        <ErrorState title="The rows could not be read" error={rows.error} retry={() => rows.refetch()} />
      ) : rows.data.rowCount === 0 && where ? (
        <NoMatches what="rows" filters={[{ label: where, drop: clear }]} />
      ) : (
        <>
          <AnswerTable answer={rows.data} label={`First rows of ${port}`} maxHeight="24rem" />
          <p role="status" className="tabular text-muted text-xs">
            {rows.data.truncated
              ? `The first ${counted(rows.data.rowCount, 'row')}`
              : counted(rows.data.rowCount, 'row')}
          </p>
        </>
      )}
    </section>
  )
}
