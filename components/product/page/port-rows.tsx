'use client'

import { Table2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { SkeletonRows } from '@/components/ui/states'

const PortPreview = dynamic(() => import('@/components/query/port-preview').then((module) => module.PortPreview), {
  loading: () => <SkeletonRows rows={4} />,
})

/** The first rows, when asked for: looking at data is a read, and leaves its entry in the audit. */
export function PortRows(port: { product: string; port: string; object?: string }) {
  const [open, setOpen] = useState(false)
  if (open) return <PortPreview {...port} />
  return (
    <Button className="self-start" icon={<Table2 />} onClick={() => setOpen(true)}>
      Look at the rows
    </Button>
  )
}
