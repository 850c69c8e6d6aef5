'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { Bell } from '@/components/notify/bell'
import { cn } from '@/components/ui/cn'
import { TopLineEndContext } from '@/components/ui/top-line-end'
import { Drawer } from './drawer'
import { FrameContext, type FrameFacts } from './frame-context'
import { Rail } from './rail'
import { RestoredNotice } from './restored-notice'
import { useShortcuts } from './shortcuts'
import { useTypedAhead } from './typed-ahead'

const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false })
const KeysSheet = dynamic(() => import('./keys-sheet').then((module) => module.KeysSheet), { ssr: false })

/** A year, in seconds. */
const REMEMBERED = 31_536_000

/** The rail at the left and the page beside it, with the keys that work everywhere. */
export function Frame({ facts, folded: first, children }: { facts: FrameFacts; folded: boolean; children: ReactNode }) {
  const [folded, setFolded] = useState(first)
  const [open, setOpen] = useState<'palette' | 'keys' | 'rail' | null>(null)
  useShortcuts(facts, setOpen)
  const takeTyped = useTypedAhead(open === 'palette', setOpen)

  function fold() {
    // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, so that the rail is right in the first paint
    document.cookie = `rail=${folded ? 'open' : 'folded'}; path=/; max-age=${REMEMBERED}; samesite=lax`
    setFolded(!folded)
  }

  return (
    <FrameContext value={facts}>
      <a
        href="#main"
        className="sr-only z-60 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <div
          className={cn(
            'sticky top-0 hidden h-dvh shrink-0 border-line border-r bg-sunken md:block',
            folded ? 'w-13' : 'w-58',
          )}
        >
          <Rail folded={folded} onFold={fold} onSearch={() => setOpen('palette')} />
        </div>
        <Drawer open={open === 'rail'} onOpenChange={(next) => setOpen(next ? 'rail' : null)}>
          <Rail folded={false} onSearch={() => setOpen('palette')} onLeave={() => setOpen(null)} />
        </Drawer>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 focus:outline-none">
          <RestoredNotice />
          <TopLineEndContext value={<Bell org={facts.org.slug} />}>{children}</TopLineEndContext>
        </main>
      </div>
      {open === 'palette' && (
        <Palette takeTyped={takeTyped} onClose={() => setOpen(null)} onKeys={() => setOpen('keys')} />
      )}
      {open === 'keys' && <KeysSheet onClose={() => setOpen(null)} />}
    </FrameContext>
  )
}
