'use client'

import { Popover as Parts } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'

export const floating = 'z-50 animate-float-in rounded-lg border border-line bg-raised shadow-float focus:outline-none'

/** Something small that floats beside what opened it. */
export function Popover({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  className,
  open,
  onOpenChange,
  label,
}: {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  className?: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  label?: string
}) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Trigger asChild>{trigger}</Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
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
