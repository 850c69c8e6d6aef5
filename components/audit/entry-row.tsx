'use client'

import { Link2, Link2Off } from 'lucide-react'
import { Code, CodeBlock, Id } from '@/components/ui/code'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tooltip } from '@/components/ui/tooltip'
import type { Entry } from '@/server/audit/schema'
import { actionWords } from './words'

type Named = Entry & { actorName: string | null }

/** One thing that was done: by whom, to what, when; opened, its detail and its place in the chain. */
export function EntryRow({
  entry,
  onActor,
  onResource,
}: {
  entry: Named
  onActor: (actor: string) => void
  onResource: (resource: string) => void
}) {
  const { resource } = entry
  return (
    // The browser leaves out drawing rows far away, so that a long stream scrolls freely.
    <li className="border-line border-b [contain-intrinsic-size:auto_44px] [content-visibility:auto]">
      {/* One may open it before the page is hydrated. */}
      <details className="group" suppressHydrationWarning>
        <summary className="grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 px-3 py-2.5 transition-colors hover:bg-hover/60 sm:grid-cols-[7rem_10rem_minmax(0,1fr)_minmax(0,1fr)_1.5rem]">
          <RelativeTime at={entry.at} className="text-muted text-sm max-sm:order-2" />
          <span className="truncate">
            {entry.actorName ?? (entry.actor === 'system' ? 'Stoa itself' : entry.actor)}
          </span>
          <span className="truncate font-medium max-sm:order-3">{actionWords(entry.action)}</span>
          <span className="truncate text-muted text-sm max-sm:hidden">
            {resource.type} <span className="font-mono text-xs">{resource.id}</span>
          </span>
          <Seal seq={entry.seq} />
        </summary>
        <div className="flex flex-col gap-3 px-3 pt-1 pb-4 sm:pl-[8.75rem]">
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
            <button
              type="button"
              className="min-h-6 rounded-sm text-accent hover:underline"
              onClick={() => onActor(entry.actor)}
            >
              All by {entry.actorName ?? entry.actor}
            </button>
            <button
              type="button"
              className="min-h-6 rounded-sm text-accent hover:underline"
              onClick={() => onResource(resource.id)}
            >
              All of this {resource.type}
            </button>
          </p>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1 text-sm">
            <Fact name="Action" value={<Code>{entry.action}</Code>} />
            <Fact name={resource.type} value={<Id id={resource.id} />} />
            <Fact name="Entry" value={<Id id={entry.id} />} />
            {entry.requestId && <Fact name="Request" value={<Id id={entry.requestId} />} />}
            {entry.hash && <Fact name={`Seal ${entry.seq}`} value={<Id id={entry.hash} />} />}
          </dl>
          {entry.detail && <CodeBlock title="Detail" code={JSON.stringify(entry.detail, null, 2)} />}
        </div>
      </details>
    </li>
  )
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted capitalize">{name}</dt>
      <dd className="min-w-0">{value}</dd>
    </>
  )
}

function Seal({ seq }: { seq: number | null }) {
  const [Icon, label] = seq === null ? [Link2Off, 'Being sealed'] : [Link2, `Sealed as ${seq}`]
  return (
    <Tooltip label={label}>
      <span className="self-center text-muted max-sm:hidden">
        <Icon aria-hidden className="size-3.5" />
        <span className="sr-only">{label}</span>
      </span>
    </Tooltip>
  )
}
