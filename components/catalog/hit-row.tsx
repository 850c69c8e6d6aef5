'use client'

import { BadgeCheck, Columns3, Database } from 'lucide-react'
import NextLink from 'next/link'
import { PortMarks } from '@/components/product/page/port-marks'
import { promiseTones } from '@/components/product/page/words'
import { cn } from '@/components/ui/cn'
import { rowId } from '@/components/ui/list-keys'
import { Badge, Status } from '@/components/ui/status'
import type { Hit } from '@/server/catalog/schema'
import type { PortMark } from '@/server/product/schema'
import { type Access, AccessState } from './access-state'
import { Marked } from './marked'
import { statusWords, typeWords } from './words'

export type CatalogHit = Hit & Access & { portMarks: PortMark[] }

/** One thing found: what it is, what it is for, whether it is good today, and what one has of it. */
export function HitRow({
  hit,
  href,
  selected,
  byRole,
  onSelect,
  onOpen,
}: {
  hit: CatalogHit
  href: string
  selected: boolean
  byRole: boolean
  onSelect: () => void
  onOpen: () => void
}) {
  return (
    <li
      id={rowId(hit.slug)}
      className={cn(
        'group relative scroll-my-28 border-line border-b px-3 py-3 transition-colors hover:bg-hover/60',
        selected && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      {selected && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <div className="flex items-start gap-x-3 gap-y-2 max-sm:flex-col">
        <Database aria-hidden className="mt-0.5 size-4 shrink-0 text-muted max-sm:hidden" />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
            <NextLink
              href={href}
              onClick={onOpen}
              // A press of the pointer opens the page: an address changed meanwhile would call that off.
              onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && onSelect()}
              className="min-w-0 truncate font-medium before:absolute before:inset-0"
            >
              <Marked text={hit.title} marks={hit.titleMarks} />
            </NextLink>
            {hit.status !== 'published' && (
              <Badge tone={hit.status === 'deprecated' ? 'warn' : undefined}>{statusWords[hit.status]}</Badge>
            )}
          </div>
          {hit.snippet && (
            <p className="mt-0.5 line-clamp-2 max-w-read text-muted sm:line-clamp-1">
              <Marked text={hit.snippet} marks={hit.marks} />
            </p>
          )}
          <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
            <span>{typeWords[hit.type]}</span>

            <span>{hit.domainName}</span>
            {hit.owner && <span>{hit.owner}</span>}
            {hit.promise && (
              <Status tone={promiseTones[hit.promise.state]} className="text-xs">
                {hit.promise.text}
              </Status>
            )}
            <PortMarks of={hit.portMarks} />
          </p>
          {hit.columns.length > 0 && <FoundColumns hit={hit} />}
          {hit.questions.length > 0 && <FoundQuestions hit={hit} />}
        </div>
        <div className="relative z-10 shrink-0 self-start pt-0.5 empty:hidden">
          <AccessState
            access={hit.access}
            until={hit.until}
            href={href}
            byRole={byRole}
            open={hit.status === 'published' || hit.status === 'deprecated'}
          />
        </div>
      </div>
    </li>
  )
}

function FoundColumns({ hit }: { hit: CatalogHit }) {
  return (
    <ul aria-label="Columns that match" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {hit.columns.map((column) => (
        <li
          key={`${column.port}.${column.object}.${column.name}`}
          className="flex items-center gap-1.5 font-mono text-muted"
        >
          <Columns3 aria-hidden className="size-3" />
          <span>
            {column.object}.<Marked text={column.name} marks={column.marks} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function FoundQuestions({ hit }: { hit: CatalogHit }) {
  return (
    <ul aria-label="Verified questions that match" className="mt-1.5 space-y-0.5 text-muted text-xs">
      {hit.questions.map(({ text, marks }) => (
        <li key={text} className="flex items-center gap-1.5">
          <BadgeCheck aria-hidden className="size-3 shrink-0" />
          <span className="truncate">
            <Marked text={text} marks={marks} />
          </span>
        </li>
      ))}
    </ul>
  )
}
