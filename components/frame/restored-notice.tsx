'use client'

import { Moon } from 'lucide-react'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { useFrame } from './frame-context'

/** Tells an owner on every page that what a restore brought back waits for them. */
export function RestoredNotice() {
  const { org, restored } = useFrame()
  if (!restored) return null
  return (
    <p
      role="status"
      className="flex items-start gap-2 bg-warn-soft px-4 py-2 text-sm text-warn-text max-md:pl-14 sm:px-8"
    >
      <Moon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        Restored from a backup on {day(restored)}: tokens, invitations and grants sleep until you{' '}
        <Link href={`/${org.slug}/settings/restored`}>look at them and wake them</Link>.
      </span>
    </p>
  )
}
