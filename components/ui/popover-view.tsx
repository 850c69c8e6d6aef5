'use client'

import { Popover as Parts } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'
import type { OpenerState } from './opener'
import { StandIn } from './stand-in'

export const floating = 'z-50 animate-float-in rounded-lg border border-line bg-raised shadow-float focus:outline-none'

/** What floats, open or not. */
export function PopoverView({
  opener,
  children,
  align = 'start',
  side = 'bottom',
  className,
  label,
}: {
  opener: OpenerState
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  className?: string
  label?: string
}) {
  return (
    <Parts.Root open={opener.open} onOpenChange={opener.onOpenChange}>
      <Parts.Trigger asChild>
        <StandIn of={opener.element} />
      </Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
          id={`${opener.id}-opened`}
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(floating, 'max-w-[calc(100vw-16px)] p-3', className)}
        >
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}
