'use client'

import NextLink from 'next/link'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import type { Notification } from '@/server/notify/schema'

/** One notification; opening it goes there and marks it as read. */
export function Told({ told, href, onOpen }: { told: Notification; href: string; onOpen: () => void }) {
  return (
    <li className="border-line border-b last:border-b-0">
      <NextLink
        href={href}
        onClick={onOpen}
        className="flex gap-3 px-4 py-3 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span
          aria-hidden
          className={cn('mt-1.5 size-2 shrink-0 rounded-full', told.readAt ? 'bg-transparent' : 'bg-accent')}
        />
        <span className="min-w-0 flex-1">
          {!told.readAt && <span className="sr-only">Unread: </span>}
          <span className={cn('block text-pretty', !told.readAt && 'font-medium')}>{told.title}</span>
          {told.body && <span className="mt-0.5 line-clamp-2 text-muted text-sm">{told.body}</span>}
          <RelativeTime at={told.createdAt} className="mt-0.5 block text-muted text-xs" />
        </span>
      </NextLink>
    </li>
  )
}
