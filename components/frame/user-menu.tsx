'use client'

import { KeyRound, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useTheme } from 'next-themes'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { Menu } from '@/components/ui/menu'
import { useFrame } from './frame-context'

/** Who one is, how it looks, and the way out. */
export function UserMenu({ folded }: { folded: boolean }) {
  const { org, viewer } = useFrame()
  const { theme, setTheme } = useTheme()
  return (
    <Menu
      side="top"
      className="min-w-56"
      trigger={
        <button
          type="button"
          className={cn(
            'flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md hover:bg-hover',
            folded ? 'justify-center' : 'px-2',
          )}
        >
          <Avatar name={viewer.name} size={24} />
          <span className="sr-only">You: {folded && viewer.name}</span>
          {!folded && (
            <span className="min-w-0 flex-1 text-left leading-4">
              <span className="block truncate">{viewer.name}</span>
              <span className="block truncate text-muted text-xs">{roleWords[viewer.role]}</span>
            </span>
          )}
        </button>
      }
      items={[
        { heading: viewer.email },
        { label: 'Profile', icon: <UserRound />, href: `/${org.slug}/settings/profile` },
        { label: 'Tokens', icon: <KeyRound />, href: `/${org.slug}/settings/tokens` },
        'line',
        { heading: 'Theme' },
        { label: 'Light', icon: <Sun />, checked: theme === 'light', onSelect: () => setTheme('light') },
        { label: 'Dark', icon: <Moon />, checked: theme === 'dark', onSelect: () => setTheme('dark') },
        { label: 'As the system', icon: <Monitor />, checked: theme === 'system', onSelect: () => setTheme('system') },
        'line',
        { label: 'Sign out', icon: <LogOut />, onSelect: () => void leave() },
      ]}
    />
  )
}

/** Fetched when one leaves: no page needs it before. */
async function leave() {
  const { signOut } = await import('next-auth/react')
  await signOut({ callbackUrl: '/sign-in' })
}

const roleWords = {
  owner: 'Owner',
  steward: 'Steward',
  publisher: 'Publisher',
  member: 'Member',
  auditor: 'Auditor',
} as const
