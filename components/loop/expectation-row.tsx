'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { measure } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, Status } from '@/components/ui/status'
import { toast } from '@/components/ui/toast'
import type { ShownExpectation } from '@/server/observe/schema'
import { scheduleWords } from './expectation-words'
import { kindWord, standsAs } from './words'

const BacktestView = dynamic(() => import('./backtest-view').then((part) => part.BacktestView), { ssr: false })
const ConfirmDialog = dynamic(() => import('@/components/ui/confirm-dialog').then((part) => part.ConfirmDialog), {
  ssr: false,
})

/** `fixed`: said elsewhere, and not changed here. */
type Props = {
  one: ShownExpectation
  may: boolean
  fixed: boolean
  onEdit: () => void
  onRemove: () => Promise<unknown>
}

/** One expectation: what it asks, how it stands, and what it would have said of the past. */
export function ExpectationRow({ one, may, fixed, onEdit, onRemove }: Props) {
  const [trying, setTrying] = useState(false)
  const [removing, setRemoving] = useState(false)
  const [tone, word] = standsAs(one)
  return (
    <li className="py-4">
      <div className="grid gap-x-6 gap-y-2 md:grid-cols-[minmax(0,1fr)_auto] md:items-start">
        <div className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="break-words font-medium">{one.title}</span>
            {one.live ? (
              <Status tone={tone}>
                {word}
                {one.last?.value != null && `: ${measure(one.last.value)}`}
              </Status>
            ) : (
              <Status tone="neutral">not watched</Status>
            )}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
            <Badge>{kindWord(one.kind)}</Badge>
            {one.port && <span className="font-mono">{one.port}</span>}
            <span className="break-words">{one.expected}</span>
            {one.live && (
              <span>
                measured {scheduleWords(one.schedule)}
                {one.last && (
                  <>
                    , last <RelativeTime at={one.last.at} />
                  </>
                )}
              </span>
            )}
          </p>
        </div>
        {may && (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" aria-expanded={trying} onClick={() => setTrying(!trying)}>
              Try on the past
            </Button>
            {!fixed && (
              <>
                <Button size="sm" kind="quiet" onClick={onEdit}>
                  Change
                </Button>
                <Button size="sm" kind="quiet" onClick={() => setRemoving(true)}>
                  Remove
                </Button>
              </>
            )}
          </div>
        )}
      </div>
      {trying && <BacktestView one={one} />}
      {removing && (
        <ConfirmDialog
          open
          onOpenChange={setRemoving}
          title={`Remove “${one.title}”?`}
          consequences="It is measured no more, and an incident that stands on it alone is resolved. What was measured stays."
          action="Remove"
          onConfirm={async () => {
            await onRemove()
            toast('Removed', { description: one.title })
          }}
        />
      )}
    </li>
  )
}
