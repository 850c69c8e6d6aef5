'use client'

import dynamic from 'next/dynamic'
import type { ReactElement, ReactNode } from 'react'
import { asOpener, useOpener } from './opener'

export type MenuItem =
  | {
      label: ReactNode
      icon?: ReactNode
      keys?: string
      hint?: ReactNode
      onSelect?: () => void
      href?: string
      danger?: boolean
      disabled?: boolean
      /** Present on items one switches between; a tick marks the chosen one. */
      checked?: boolean
    }
  | 'line'
  | { heading: ReactNode }

const View = dynamic(() => import('./menu-view').then((part) => part.MenuView), { ssr: false })

/** A list of commands that opens from a button; its code is fetched when one nears the button. */
export function Menu({
  trigger,
  ...rest
}: {
  trigger: ReactElement
  items: MenuItem[]
  align?: 'start' | 'end'
  side?: 'top' | 'right' | 'bottom'
  className?: string
}) {
  const opener = useOpener()
  return (
    <>
      {asOpener(trigger, 'menu', opener)}
      {opener.wanted && <View opener={opener} {...rest} />}
    </>
  )
}
