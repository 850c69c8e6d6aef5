'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'

export type DialogFrame = {
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

const View = dynamic(() => import('./dialog-view').then((part) => part.DialogView), { ssr: false })

/** A short question that needs an answer before one goes on. Long forms go in a Sheet or a page. */
export function Dialog(frame: DialogFrame) {
  return (
    frame.open && (
      <View
        {...frame}
        place="inset-x-3 top-[12vh] mx-auto max-h-[76vh] max-w-md animate-float-in rounded-lg border border-line"
      />
    )
  )
}

/** A panel from the right over the page one stays on: a request, a dossier, a form of some length. */
export function Sheet(frame: DialogFrame) {
  return (
    frame.open && <View {...frame} place="inset-y-0 right-0 w-full max-w-lg animate-slide-left border-line border-l" />
  )
}
