'use client'

import { ChevronsUpDown, LogIn, Settings } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { Menu } from '@/components/ui/menu'
import { useFrame } from './frame-context'
import { Mark } from './mark'

/** Which organisation one is in. Each has its own sign-in, so that going to another means signing in there. */
export function OrgSwitcher({ folded }: { folded: boolean }) {
  const { org } = useFrame()
  return (
    <Menu
      className="min-w-56"
      trigger={
        <button
          type="button"
          className={cn(
            'flex h-9 min-w-0 items-center gap-2.5 rounded-md hover:bg-hover',
            folded ? 'w-full justify-center' : 'flex-1 px-2',
          )}
        >
          <Mark className="size-4 shrink-0 text-accent" />
          <span className="sr-only">Organisation: {folded && org.name}</span>
          {!folded && (
            <>
              <span className="min-w-0 flex-1 truncate text-left font-medium">{org.name}</span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
            </>
          )}
        </button>
      }
      items={[
        { heading: 'Organisation' },
        { label: org.name, hint: org.slug, checked: true },
        'line',
        { label: 'Settings', icon: <Settings />, href: `/${org.slug}/settings/members` },
        { label: 'Sign in to another', icon: <LogIn />, href: '/sign-in?another' },
      ]}
    />
  )
}
