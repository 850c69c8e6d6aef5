'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import {
  ArrowRight,
  Columns3,
  CornerDownLeft,
  Database,
  Keyboard,
  type LucideIcon,
  Moon,
  Plug,
  Plus,
  Search,
  Sun,
  Tag,
  UserRound,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { Dialog } from 'radix-ui'
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Kbd } from '@/components/ui/kbd'
import type { Suggestion } from '@/server/catalog/schema'
import { type FrameFacts, useFrame } from './frame-context'
import { entriesFor } from './nav'

const kinds: Record<Suggestion['type'], { icon: LucideIcon; word: string }> = {
  product: { icon: Database, word: 'Product' },
  port: { icon: Plug, word: 'Port' },
  column: { icon: Columns3, word: 'Column' },
  tag: { icon: Tag, word: 'Tag' },
  person: { icon: UserRound, word: 'Owner' },
}

/** ⌘K: products, their ports, columns, tags and owners as far as one may see them, the places and the commands. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const facts = useFrame()
  const router = useRouter()
  const [text, setText] = useState('')
  const found = useSuggestions(text)
  const [at, setAt] = useState('')
  const first = found[0] ? keyOf(found[0]) : ''
  // What was found arrives after the places and commands; the best of it is what enter opens.
  useEffect(() => setAt(first), [first])

  function go(href: string) {
    onClose()
    router.push(href)
  }

  const base = `/${facts.org.slug}`
  const groups: { heading: string; rows: Doing[] }[] = [
    { heading: 'Catalog', rows: found.map((each) => foundRow(each, base, go)) },
    { heading: 'Search', rows: text.trim() === '' ? [] : [searchRow(text, base, go)] },
    { heading: 'Go to', rows: placesOf(facts, go).filter((each) => matches(each.label, text)) },
    { heading: 'Do', rows: useDoings(onClose, onKeys).filter((each) => matches(each.label, text)) },
  ]
  return (
    <Shell onClose={onClose}>
      <Command label="Find anything" shouldFilter={false} loop value={at} onValueChange={setAt}>
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Find a product, a column, a person, a page"
          className="h-12 w-full border-line border-b bg-transparent px-4 text-lg focus-visible:outline-none"
        />
        <Command.List className="max-h-[52vh] overflow-y-auto p-1.5">
          {groups.map(
            (group) =>
              group.rows.length > 0 && (
                <Group key={group.heading} heading={group.heading}>
                  {group.rows.map((row) => (
                    <Row key={row.id ?? row.label} row={row} />
                  ))}
                </Group>
              ),
          )}
        </Command.List>
      </Command>
    </Shell>
  )
}

type Go = (href: string) => void

function foundRow(suggestion: Suggestion, base: string, go: Go): Doing {
  const { text, slug, type } = suggestion
  const { icon, word } = kinds[type]
  const query = `${type === 'tag' ? 'tag' : 'q'}=${encodeURIComponent(text)}`
  const href = slug ? `${base}/catalog/${slug}` : `${base}/catalog?${query}`
  return { id: keyOf(suggestion), label: text, icon, note: word, run: () => go(href) }
}

function searchRow(text: string, base: string, go: Go): Doing {
  const href = `${base}/catalog?q=${encodeURIComponent(text)}`
  return { id: 'search', label: `Search the catalog for “${text}”`, icon: Search, run: () => go(href) }
}

function keyOf({ type, slug, text }: Suggestion) {
  return `${type} ${slug ?? ''} ${text}`
}

function Shell({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade-in bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-float-in overflow-hidden rounded-lg border border-line bg-raised shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function useDoings(onClose: () => void, onKeys: () => void): Doing[] {
  const { resolvedTheme, setTheme } = useTheme()
  const other = resolvedTheme === 'dark' ? 'light' : 'dark'
  return [
    { label: `Use the ${other} theme`, icon: other === 'dark' ? Moon : Sun, run: () => [setTheme(other), onClose()] },
    { label: 'Show the keys', icon: Keyboard, keys: '?', run: onKeys },
  ]
}

function useSuggestions(text: string): Suggestion[] {
  const trpc = useTRPC()
  const asked = useDeferredValue(text.trim())
  const query = useQuery({
    ...trpc.catalog.suggest.queryOptions({ q: asked }),
    enabled: asked !== '',
    placeholderData: (before) => before,
  })
  return asked === '' ? [] : (query.data?.items ?? [])
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  )
}

function Row({ row: { id, label, icon: Icon, keys, note, run } }: { row: Doing }) {
  return (
    <Command.Item
      value={id ?? label}
      onSelect={run}
      className="group flex h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {note && <span className="text-muted text-xs">{note}</span>}
      {keys ? (
        <Kbd keys={keys} />
      ) : (
        <CornerDownLeft aria-hidden className="invisible size-3.5 text-muted group-data-[selected=true]:visible" />
      )}
    </Command.Item>
  )
}

/** One row of the palette. `id` where the label alone could stand twice. */
type Doing = { id?: string; label: string; icon: LucideIcon; keys?: string; note?: string; run: () => void }

function placesOf({ org, viewer }: FrameFacts, go: Go): Doing[] {
  const entries = entriesFor(viewer)
  const place = (label: string, path: string, icon: LucideIcon, keys?: string): Doing => {
    return { label, icon, keys, run: () => go(`/${org.slug}/${path}`) }
  }
  const publishes = entries.some((entry) => entry.id === 'connections')
  return [
    ...entries.map((entry) => place(entry.label, entry.path, ArrowRight, `g ${entry.key}`)),
    ...(publishes ? [place('Connect a source', 'connections/new', Plus)] : []),
    ...(publishes ? [place('Make a product', 'products/new', Plus)] : []),
    place('Make a token', 'settings/tokens', Plus),
  ]
}

function matches(label: string, text: string) {
  return label.toLowerCase().includes(text.trim().toLowerCase())
}
