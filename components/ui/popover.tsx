'use client'

import dynamic from 'next/dynamic'
import type { ReactElement, ReactNode } from 'react'
import { asOpener, useOpener } from './opener'

const View = dynamic(() => import('./popover-view').then((part) => part.PopoverView), { ssr: false })

/** Something small that floats beside what opened it; its code is fetched when one nears the trigger. */
export function Popover({
  trigger,
  open,
  onOpenChange,
  ...rest
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
  const opener = useOpener({ open, onOpenChange })
  return (
    <>
      {asOpener(trigger, 'dialog', opener)}
      {opener.wanted && <View opener={opener} {...rest} />}
    </>
  )
}
