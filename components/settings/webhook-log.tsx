'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { counted } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status, type Tone } from '@/components/ui/status'
import type { Delivery } from '@/server/notify/schema'

const shown = 10
const every = 5_000 // ms
const words: Record<Delivery['state'], { tone: Tone; word: string }> = {
  pending: { tone: 'busy', word: 'On its way' },
  sent: { tone: 'ok', word: 'Arrived' },
  failed: { tone: 'bad', word: 'Given up' },
}

/** The last deliveries to a webhook: what, whether it arrived, and why not. */
export function WebhookLog({ id }: { id: string }) {
  const trpc = useTRPC()
  const log = useQuery(trpc.webhook.deliveries.queryOptions({ id, limit: shown }, { refetchInterval: every }))
  if (!log.data || log.data.items.length === 0) return null
  return (
    <ol aria-label="Its last deliveries" className="mt-3 flex flex-col gap-1.5 border-line border-l pl-4 text-sm">
      {log.data.items.map((one) => (
        <li key={one.id} className="flex flex-wrap items-baseline gap-x-3">
          <Status tone={words[one.state].tone}>{words[one.state].word}</Status>
          <span className="font-mono text-xs">{one.kind}</span>
          <RelativeTime at={one.createdAt} className="text-muted text-xs" />
          {one.problem && (
            <span className="text-bad-text">
              {one.problem} {counted(one.attempts, 'try', 'tries')}
            </span>
          )}
          {one.nextAt && one.attempts > 0 && (
            <span className="text-muted">
              again <RelativeTime at={one.nextAt} />
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}
