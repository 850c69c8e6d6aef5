'use client'

import { Tooltip as Parts } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { Kbd } from './kbd'
import { StandIn } from './stand-in'

/** An open tooltip: it stays while one points at it or its trigger, and goes with escape. */
export function TooltipView({
  of,
  id,
  label,
  keys,
  side,
  onClose,
}: {
  of: RefObject<HTMLElement | null>
  id: string
  label: ReactNode
  keys?: string
  side: 'top' | 'right' | 'bottom' | 'left'
  onClose: () => void
}) {
  return (
    <Parts.Provider>
      <Parts.Root open onOpenChange={(open) => !open && onClose()}>
        <Parts.Trigger asChild>
          <StandIn of={of} />
        </Parts.Trigger>
        <Parts.Portal>
          <Parts.Content
            id={id}
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-60 flex max-w-72 animate-fade-in items-center gap-2 rounded-md bg-text px-2 py-1 text-surface text-xs shadow-float"
          >
            {label}
            {keys && <Kbd keys={keys} inverted />}
          </Parts.Content>
        </Parts.Portal>
      </Parts.Root>
    </Parts.Provider>
  )
}
