'use client'

import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useReturn } from '@/components/ui/focus-return'

/** The open drawer: the rail over the page. */
export function DrawerView({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim md:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={useReturn()}
          className="fixed inset-y-0 left-0 z-50 w-70 animate-slide-right border-line border-r bg-sunken shadow-float focus:outline-none md:hidden"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
