'use client'

import { Menu as MenuIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'

const DrawerView = dynamic(() => import('./drawer-view').then((module) => module.DrawerView), { ssr: false })

/** The rail under 768 px: behind a button in the top line, over the page when opened. */
export function Drawer({
  open,
  onOpenChange,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}) {
  return (
    <>
      <button
        type="button"
        aria-label="Open the menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => onOpenChange(true)}
        className="fixed top-1.5 left-2 z-30 grid size-9 place-items-center rounded-md text-muted hover:bg-hover hover:text-text md:hidden"
      >
        <MenuIcon aria-hidden className="size-5" />
      </button>
      {open && <DrawerView onClose={() => onOpenChange(false)}>{children}</DrawerView>}
    </>
  )
}
