'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Id } from '@/components/ui/code'
import { RelativeTime } from '@/components/ui/relative-time'
import { ErrorState } from '@/components/ui/states'
import { Status } from '@/components/ui/status'

/** What an answer stood on: each port's rows, contract, version and the right they were read by, and whether that still holds. */
export function ReceiptView({ id }: { id: string }) {
  const trpc = useTRPC()
  const found = useQuery(trpc.serve.receipt.queryOptions({ id }))
  if (found.isError)
    return <ErrorState title="The receipt could not be read" error={found.error} retry={() => found.refetch()} />
  const receipt = found.data
  return (
    <section aria-label="Receipt" className="min-h-24 rounded-md border border-line p-3 text-sm">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">Stood on</h3>
        <Id id={id} />
        {receipt && (
          <Status tone={receipt.holds ? 'ok' : 'warn'} className="ml-auto">
            {receipt.holds ? 'Still holds' : 'No longer holds'}
          </Status>
        )}
      </header>
      {receipt && receipt.because.length > 0 && (
        <ul className="mt-1 text-warn-text">
          {receipt.because.map((why) => (
            <li key={why}>{why}</li>
          ))}
        </ul>
      )}
      <ul className="mt-2 flex flex-col gap-2">
        {receipt?.sources.map((source) => (
          <li key={`${source.product}.${source.port}`} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <span className="font-mono">
              {source.product}.{source.port}
            </span>
            <span className="text-muted">version {source.productVersion}</span>
            <span className="text-muted">contract {source.contractVersion}</span>
            {source.objects.map((object) => (
              <span key={object.name} className="inline-flex items-baseline gap-1 text-muted">
                snapshot <Id id={object.snapshot} />
              </span>
            ))}
            <span className="inline-flex items-baseline gap-1 text-muted">
              {source.grant ? (
                <>
                  grant <Id id={source.grant} />
                </>
              ) : (
                'read by your role'
              )}
              {source.endsAt && (
                <>
                  , ends <RelativeTime at={source.endsAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
