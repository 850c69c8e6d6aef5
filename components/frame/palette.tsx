'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Columns3, CornerDownLeft, Database, Keyboard, type LucideIcon, Moon, Plus, Sun, Tag } from 'lucide-react'
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
  column: { icon: Columns3, word: 'Column' },
  tag: { icon: Tag, word: 'Tag' },
}

/** ⌘K: products, columns and tags one may see, the places and the commands. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const facts = useFrame()
  const router = useRouter()
  const { resolvedTheme, setTheme } = useTheme()
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

  const commands = commandsOf(facts).filter((each) => matches(each.label, text))
  const base = `/${facts.org.slug}`
  const other = resolvedTheme === 'dark' ? 'light' : 'dark'
  const doings = [
    { label: `Use the ${other} theme`, icon: other === 'dark' ? Moon : Sun, run: () => [setTheme(other), onClose()] },
    { label: 'Show the keys', icon: Keyboard, keys: '?', run: onKeys },
  ].filter((each) => matches(each.label, text))
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade-in bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-float-in overflow-hidden rounded-lg border border-line bg-raised shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <Command label="Find anything" shouldFilter={false} loop value={at} onValueChange={setAt}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find a product, a column, a page, a command"
              className="h-12 w-full border-line border-b bg-transparent px-4 text-lg focus-visible:outline-none"
            />
            <Command.List className="max-h-[52vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-muted">
                Nothing by that name that you may see. Press enter in the catalog to search descriptions too.
              </Command.Empty>
              {found.length > 0 && (
                <Group heading="Catalog">
                  {found.map((each) => (
                    <Found key={keyOf(each)} suggestion={each} go={go} base={base} />
                  ))}
                </Group>
              )}
              {text.trim() !== '' && (
                <Group heading="Search">
                  <Row icon={Database} onSelect={() => go(`${base}/catalog?q=${encodeURIComponent(text)}`)}>
                    Search the catalog for “{text}”
                  </Row>
                </Group>
              )}
              {commands.length > 0 && (
                <Group heading="Go to">
                  {commands.map((each) => (
                    <Row key={each.label} icon={each.icon} keys={each.keys} onSelect={() => go(each.href)}>
                      {each.label}
                    </Row>
                  ))}
                </Group>
              )}
              {doings.length > 0 && (
                <Group heading="Do">
                  {doings.map((each) => (
                    <Row key={each.label} icon={each.icon} keys={each.keys} onSelect={each.run}>
                      {each.label}
                    </Row>
                  ))}
                </Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function keyOf({ type, slug, text }: Suggestion) {
  return `${type} ${slug ?? ''} ${text}`
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

function Found({ suggestion, go, base }: { suggestion: Suggestion; go: (href: string) => void; base: string }) {
  const { icon, word } = kinds[suggestion.type]
  const href = suggestion.slug
    ? `${base}/catalog/${suggestion.slug}`
    : `${base}/catalog?${suggestion.type === 'tag' ? 'tag' : 'q'}=${encodeURIComponent(suggestion.text)}`
  return (
    <Row icon={icon} value={keyOf(suggestion)} onSelect={() => go(href)} note={word}>
      {suggestion.text}
    </Row>
  )
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

function Row({
  icon: Icon,
  keys,
  note,
  value,
  onSelect,
  children,
}: {
  icon: LucideIcon
  keys?: string
  note?: string
  value?: string
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="group flex h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && <span className="text-muted text-xs">{note}</span>}
      {keys ? (
        <Kbd keys={keys} />
      ) : (
        <CornerDownLeft aria-hidden className="invisible size-3.5 text-muted group-data-[selected=true]:visible" />
      )}
    </Command.Item>
  )
}

type Place = { label: string; href: string; icon: LucideIcon; keys?: string }

function commandsOf({ org, viewer }: FrameFacts): Place[] {
  const entries = entriesFor(viewer)
  const publishes = entries.some((entry) => entry.id === 'connections')
  const places = entries.map((entry) => ({
    label: entry.label,
    href: `/${org.slug}/${entry.path}`,
    icon: CornerDownLeft,
    keys: `g ${entry.key}`,
  }))
  const makes: Place[] = publishes
    ? [
        { label: 'Connect a source', href: `/${org.slug}/connections/new`, icon: Plus },
        { label: 'Make a product', href: `/${org.slug}/products/new`, icon: Plus },
      ]
    : []
  return [...places, ...makes, { label: 'Make a token', href: `/${org.slug}/settings/tokens`, icon: Plus }]
}

function matches(label: string, text: string) {
  return label.toLowerCase().includes(text.trim().toLowerCase())
}
