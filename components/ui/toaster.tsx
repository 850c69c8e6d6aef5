'use client'

import { useEffect } from 'react'
import { Toaster as Toasts, toast } from 'sonner'

let ready: () => void = () => undefined
const standing = new Promise<void>((resolve) => {
  ready = resolve
})

/** Shows a toast as soon as there is a place for it. */
export async function show(message: string, more: Parameters<typeof toast>[1]) {
  await standing
  toast(message, more)
}

/** The same for what failed. */
export async function showError(message: string, more: Parameters<typeof toast>[1]) {
  await standing
  toast.error(message, more)
}

/** Where toasts appear; once, in the root layout. */
export function Toaster() {
  // The toasts below listen by now: effects run from the inside out.
  useEffect(() => ready(), [])
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
