'use client'

import { X } from 'lucide-react'
import { Dialog as Parts } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { cn } from './cn'
import type { DialogFrame } from './dialog'
import { useReturn } from './focus-return'

/** An open Dialog or Sheet. */
export function DialogView({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  reading = false,
  className,
  place,
}: DialogFrame & { place: string }) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-50 animate-fade-in bg-scrim" />
        <Parts.Content
          onOpenAutoFocus={enter}
          onCloseAutoFocus={useReturn()}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn('fixed z-50 flex flex-col bg-raised shadow-float focus:outline-none', place, className)}
        >
          <Heading title={title} description={description} />
          <div tabIndex={reading ? 0 : undefined} className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">
            {children}
          </div>
          {footer && <Foot>{footer}</Foot>}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}

/** The panel itself takes the focus, not its Close, whose tooltip would open with it; a field that asks for it keeps it. */
function enter(event: Event) {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

function Heading({ title, description }: Pick<DialogFrame, 'title' | 'description'>) {
  return (
    <header className="flex items-start gap-3 px-5 pt-4 pb-4">
      <div className="min-w-0 flex-1">
        <Parts.Title className="text-lg">{title}</Parts.Title>
        {description && <Parts.Description className="mt-0.5 text-muted">{description}</Parts.Description>}
      </div>
      <Parts.Close asChild>
        <IconButton label="Close" keys="esc" className="-mr-2">
          <X />
        </IconButton>
      </Parts.Close>
    </header>
  )
}

function Foot({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">{children}</footer>
  )
}
