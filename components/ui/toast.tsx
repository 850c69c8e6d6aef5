'use client'

import { toast as show, Toaster as Toasts } from 'sonner'

/** Says that something was done; with `undo` it can be taken back while the toast stands (8 s). */
export function toast(message: string, more?: { description?: string; undo?: () => void | Promise<void> }) {
  const undo = more?.undo
  return show(message, {
    description: more?.description,
    duration: undo ? 8000 : 4000,
    action: undo ? { label: 'Undo', onClick: () => void undo() } : undefined,
  })
}

/** Says that something failed which has no field or place of its own. */
export function toastError(error: unknown) {
  return show.error(error instanceof Error ? error.message : 'It did not work. Try again.', { duration: 8000 })
}

/** Where toasts appear; once, in the root layout. */
export function Toaster() {
  return (
    <Toasts
      position="bottom-right"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-base text-text shadow-float',
          description: 'text-muted text-sm',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-md border border-line px-2.5 font-medium text-sm hover:bg-hover focus-visible:outline-2',
          icon: 'mt-0.5 text-bad',
        },
      }}
    />
  )
}
