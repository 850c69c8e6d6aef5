'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

const fetchSheet = () => import('./away-sheet').then((part) => part.AwaySheet)
const AwaySheet = dynamic(fetchSheet, { ssr: false })

/** Lets a colleague decide in one's place, and takes it back. */
export function WhileAway() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={fetchSheet} onFocus={fetchSheet}>
        While away
      </Button>
      {open && <AwaySheet onClose={() => setOpen(false)} />}
    </>
  )
}
