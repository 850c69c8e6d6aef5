'use client'

import { useQuery } from '@tanstack/react-query'
import {
  Bot,
  Cable,
  ClipboardCheck,
  Inbox,
  KeyRound,
  Library,
  type LucideIcon,
  Package,
  PanelLeft,
  RefreshCw,
  Scale,
  ScrollText,
  Search,
  Settings,
  SquareTerminal,
} from 'lucide-react'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { useTRPC } from '@/components/trpc'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { count } from '@/components/ui/format'
import { Kbd } from '@/components/ui/kbd'
import { Tooltip } from '@/components/ui/tooltip'
import { useFrame } from './frame-context'
import { entriesFor, type NavEntry } from './nav'
import { OrgSwitcher } from './org-switcher'
import { UserMenu } from './user-menu'

const icons: Record<string, LucideIcon> = {
  catalog: Library,
  query: SquareTerminal,
  context: Search,
  connections: Cable,
  loop: RefreshCw,
  products: Package,
  inbox: Inbox,
  reviews: ClipboardCheck,
  access: KeyRound,
  agents: Bot,
  policy: Scale,
  audit: ScrollText,
  settings: Settings,
}

/** Where one can go. Folded, it is icons with their names on hover. */
export function Rail({
  folded,
  onFold,
  onSearch,
  onLeave,
}: {
  folded: boolean
  onFold?: () => void
  onSearch: () => void
  onLeave?: () => void
}) {
  const { org, viewer } = useFrame()
  const inbox = useInbox()
  const path = usePathname()
  const entries = entriesFor(viewer)
  return (
    <div className="flex h-full flex-col gap-1 p-2">
      <div className={cn('mb-1 flex items-center gap-1', folded && 'flex-col')}>
        <OrgSwitcher folded={folded} />
        {onFold && (
          <IconButton label={folded ? 'Unfold the rail' : 'Fold the rail'} size="sm" onClick={onFold}>
            <PanelLeft />
          </IconButton>
        )}
      </div>
      <SearchButton folded={folded} onSearch={onSearch} />
      <nav aria-label="Main" className="mt-2 flex min-h-0 flex-1 flex-col overflow-y-auto">
        <ul className="flex flex-1 flex-col gap-px">
          {entries.map((entry, place) => (
            <li
              key={entry.id}
              className={cn(
                place > 0 && entries[place - 1]?.group !== entry.group && 'mt-4',
                entry.id === 'settings' && 'mt-auto pt-4',
              )}
            >
              <Entry
                entry={entry}
                href={`/${org.slug}/${entry.path}`}
                here={isHere(path, org.slug, entry)}
                folded={folded}
                badge={entry.id === 'inbox' ? inbox : 0}
                onLeave={onLeave}
              />
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-1 border-line border-t pt-2">
        <UserMenu folded={folded} />
      </div>
    </div>
  )
}

/** How long a count of waiting requests may be old, in ms. */
const INBOX_EVERY = 60_000

function useInbox() {
  const { inbox } = useFrame()
  const trpc = useTRPC()
  const waiting = useQuery(trpc.access.waiting.queryOptions({}, { refetchInterval: INBOX_EVERY }))
  return waiting.data?.count ?? inbox
}

function isHere(path: string, org: string, entry: NavEntry) {
  const first = `/${org}/${entry.path.split('/')[0]}`
  return path === first || path.startsWith(`${first}/`)
}

function Entry({
  entry,
  href,
  here,
  folded,
  badge,
  onLeave,
}: {
  entry: NavEntry
  href: string
  here: boolean
  folded: boolean
  badge: number
  onLeave?: () => void
}) {
  const Icon = icons[entry.id] ?? Library
  const link = (
    <NextLink
      href={href}
      onClick={onLeave}
      aria-current={here ? 'page' : undefined}
      className={cn(
        'relative flex h-8 items-center gap-2.5 rounded-md text-muted transition-colors hover:bg-hover hover:text-text',
        folded ? 'justify-center' : 'px-2',
        here && 'bg-hover font-medium text-text',
      )}
    >
      {here && <span aria-hidden className="absolute inset-y-2 left-0 w-0.5 rounded-full bg-accent" />}
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={folded ? 'sr-only' : 'flex-1 truncate'}>{entry.label}</span>
      {badge > 0 && (
        <span
          className={cn(
            'tabular rounded-full bg-accent px-1.5 font-medium text-on-accent text-xs',
            folded && 'absolute -top-0.5 -right-0.5',
          )}
        >
          {count(badge)}
          <span className="sr-only"> waiting for you</span>
        </span>
      )}
    </NextLink>
  )
  if (!folded) return link
  return (
    <Tooltip label={entry.label} keys={`g ${entry.key}`} side="right">
      {link}
    </Tooltip>
  )
}

function SearchButton({ folded, onSearch }: { folded: boolean; onSearch: () => void }) {
  if (folded)
    return (
      <IconButton label="Search everything" keys="mod+k" onClick={onSearch} className="w-full">
        <Search />
      </IconButton>
    )
  return (
    <button
      type="button"
      onClick={onSearch}
      className="flex h-8 w-full items-center gap-2.5 rounded-md border border-line bg-raised px-2 text-muted transition-colors hover:border-edge/60 hover:text-text"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left">Search</span>
      <Kbd keys="mod+k" />
    </button>
  )
}
