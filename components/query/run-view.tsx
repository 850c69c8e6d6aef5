'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { counted, duration } from '@/components/ui/format'
import { EmptyState, ErrorState, PartialNote } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { withoutEcho } from './engine-words'
import type { RunState } from './use-run'

const AnswerTable = dynamic(() => import('./answer-table').then((part) => part.AnswerTable))
const ReceiptView = dynamic(() => import('./receipt-view').then((part) => part.ReceiptView))

/** What a run came to: its rows and what they stood on, or why there are none. */
export function RunView({ run }: { run: RunState }) {
  if (run.state === 'idle')
    return (
      <p className="py-6 text-muted">Run the statement to see its rows here, with a receipt of what they stood on.</p>
    )
  if (run.state === 'running') return <Running since={run.since} />
  if (run.state === 'failed') {
    if (run.cancelled)
      return (
        <p className="py-6 text-muted" role="status">
          Cancelled.
        </p>
      )
    return (
      <ErrorState
        title="The statement was not answered"
        error={run.error}
        message={run.error instanceof Error ? withoutEcho(run.error.message) : undefined}
      />
    )
  }
  const { answer } = run
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p role="status" className="tabular text-muted text-sm">
        {counted(answer.rowCount, 'row')} in {duration(answer.took)}
      </p>
      <ReceiptView id={answer.receipt} />
      {answer.truncated && (
        <PartialNote>
          These are the first {counted(answer.rowCount, 'row')}; there are more. Aggregate, filter, or download the
          whole answer.
        </PartialNote>
      )}
      {answer.rowCount === 0 ? (
        <EmptyState title="No rows">The statement ran and nothing matched it.</EmptyState>
      ) : (
        <AnswerTable answer={answer} label="Rows of the answer" filter="Filter these rows" maxHeight="60vh" />
      )}
    </div>
  )
}

function Running({ since }: { since: number }) {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="py-6" role="status" aria-label="The statement is running">
      <Status tone="busy">Running</Status>{' '}
      <span className="tabular text-muted text-sm">{duration(Math.max(0, now - since))}</span>
    </div>
  )
}
