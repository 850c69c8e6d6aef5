'use client'

import NextLink from 'next/link'
import type { ReactNode } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { cn } from '@/components/ui/cn'
import { Page } from '@/components/ui/page'

const places = [
  { id: 'profile', label: 'Profile' },
  { id: 'notifications', label: 'Notifications' },
  { id: 'tokens', label: 'Tokens' },
  { id: 'members', label: 'Members' },
  { id: 'domains', label: 'Domains' },
  { id: 'purposes', label: 'Purposes' },
  { id: 'search', label: 'Search' },
  { id: 'webhooks', label: 'Webhooks' },
  { id: 'restored', label: 'Restored' },
] as const

/** One page of the settings, with the way to the others. */
export function SettingsPage({
  at,
  title,
  lead,
  action,
  children,
}: {
  at: (typeof places)[number]['id']
  title: string
  lead: string
  action?: ReactNode
  children: ReactNode
}) {
  const { org, restored, viewer } = useFrame()
  const shown = places.filter(({ id }) => {
    // After a restore only, as long as something waits for it.
    if (id === 'restored') return restored || at === id
    return id !== 'webhooks' || viewer.role === 'owner'
  })
  return (
    <Page crumbs={[{ label: 'Settings' }]} title={title} lead={lead} action={action}>
      <nav aria-label="Settings" className="mb-6 flex gap-5 overflow-x-auto border-line border-b">
        {shown.map((place) => (
          <NextLink
            key={place.id}
            href={`/${org.slug}/settings/${place.id}`}
            aria-current={place.id === at ? 'page' : undefined}
            className={cn(
              '-mb-px flex h-9 shrink-0 items-center border-transparent border-b-2 px-0.5 text-muted hover:text-text',
              place.id === at && 'border-accent font-medium text-text',
            )}
          >
            {place.label}
          </NextLink>
        ))}
      </nav>
      {children}
    </Page>
  )
}
