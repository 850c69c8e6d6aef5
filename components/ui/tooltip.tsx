'use client'

import { Tooltip as Parts } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd'

/** A few words about what one points at or has in focus. The child must take a ref and focus. */
export function Tooltip({
  label,
  keys,
  side = 'top',
  children,
}: {
  label: ReactNode
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement
}) {
  return (
    <Parts.Provider delayDuration={400} skipDelayDuration={200}>
      <Parts.Root>
        <Parts.Trigger asChild>{children}</Parts.Trigger>
        <Parts.Portal>
          <Parts.Content
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
