'use client'

import { History } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { SearchInput } from '@/server/catalog/schema'

const SearchesList = dynamic(() => import('./searches-list').then((part) => part.SearchesList), { ssr: false })

/** One's own searches and what others look for, beside the field one types in. */
export function Searches({ input }: { input: SearchInput }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label="Searches"
      className="w-80 p-0"
      trigger={
        <IconButton label="Recent and saved searches" className="size-9 border border-line bg-raised">
          <History />
        </IconButton>
      }
    >
      <SearchesList input={input} onLeave={() => setOpen(false)} />
    </Popover>
  )
}
