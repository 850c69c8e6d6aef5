'use client'

import { X } from 'lucide-react'
import { Dialog as Parts } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { cn } from './cn'

type Frame = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** One sentence under the title. */
  description?: ReactNode
  children: ReactNode
  footer?: ReactNode
  /** Nothing in it takes the focus, so that it does so itself, and the keys scroll it. */
  reading?: boolean
  className?: string
}

/** A short question that needs an answer before one goes on. Long forms go in a Sheet or a page. */
export function Dialog(frame: Frame) {
  return (
    <Panel
      {...frame}
      place="inset-x-3 top-[12vh] mx-auto max-h-[76vh] max-w-md animate-float-in rounded-lg border border-line"
    />
  )
}

/** A panel from the right over the page one stays on: a request, a dossier, a form of some length. */
export function Sheet(frame: Frame) {
  return <Panel {...frame} place="inset-y-0 right-0 w-full max-w-lg animate-slide-left border-line border-l" />
}

function Panel({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  reading = false,
  className,
  place,
}: Frame & { place: string }) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-50 animate-fade-in bg-scrim" />
        <Parts.Content
          onOpenAutoFocus={enter}
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

function Heading({ title, description }: Pick<Frame, 'title' | 'description'>) {
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
