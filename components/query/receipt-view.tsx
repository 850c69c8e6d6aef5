'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useTRPC } from '@/components/trpc'
import { Id } from '@/components/ui/code'
import { KeyValue } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { HeldReceipt } from '@/server/serve/schema'

/** What an answer stood on: each port's rows, contract, version and the right they were read by, and whether that still holds. */
export function ReceiptView({ id }: { id: string }) {
  const trpc = useTRPC()
  const found = useQuery(trpc.serve.receipt.queryOptions({ id }))
  if (found.isError)
    return <ErrorState title="The receipt could not be read" error={found.error} retry={() => found.refetch()} />
  const receipt = found.data
  return (
    <details aria-label="Receipt" className="group min-h-9 rounded-md border border-line text-sm">
      <summary className="flex min-h-9 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-muted group-open:rotate-90" />
        <span className="font-medium">Stood on</span>
        <span className="min-w-0 truncate text-muted">
          {receipt?.sources.map((source) => `${source.product}.${source.port} ${source.productVersion}`).join(', ')}
        </span>
        {receipt && (
          <Status tone={receipt.holds ? 'ok' : 'warn'} className="ml-auto">
            {receipt.holds ? 'Still holds' : 'No longer holds'}
          </Status>
        )}
      </summary>
      {receipt && <Sources receipt={receipt} />}
    </details>
  )
}

function Sources({ receipt }: { receipt: HeldReceipt }) {
  return (
    <div className="flex flex-col gap-3 border-line border-t px-3 py-3">
      {receipt.because.length > 0 && (
        <ul className="text-warn-text">
          {receipt.because.map((why) => (
            <li key={why}>{why}</li>
          ))}
        </ul>
      )}
      {receipt.sources.map((source) => (
        <KeyValue
          key={`${source.product}.${source.port}`}
          stacked
          items={[
            { label: 'Port', value: <span className="font-mono">{`${source.product}.${source.port}`}</span> },
            { label: 'Product version', value: source.productVersion },
            { label: 'Contract version', value: source.contractVersion },
            { label: 'Snapshots', value: source.objects.map(({ name, snapshot }) => <Id key={name} id={snapshot} />) },
            { label: 'Read by', value: source.grant ? <Id id={source.grant} /> : 'your role in its domain' },
            ...(source.endsAt ? [{ label: 'Access ends', value: <RelativeTime at={source.endsAt} /> }] : []),
          ]}
        />
      ))}
      <p className="text-muted text-xs">
        Receipt <Id id={receipt.id} /> at <RelativeTime at={receipt.at} />
        {receipt.purpose && `, for ${receipt.purpose}`}
      </p>
    </div>
  )
}
