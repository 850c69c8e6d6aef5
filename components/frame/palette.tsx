'use client'

import { useQuery } from '@tanstack/react-query'
import {
  ArrowRight,
  Columns3,
  CornerDownLeft,
  Database,
  History,
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
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { searchLink, searchWords } from '@/components/catalog/search-link'
import { useTRPC } from '@/components/trpc'
import { cn } from '@/components/ui/cn'
import { useReturn } from '@/components/ui/focus-return'
import { Kbd } from '@/components/ui/kbd'
import type { Suggestion } from '@/server/catalog/schema'
import { type FrameFacts, useFrame } from './frame-context'
import { entriesFor, publishesSomewhere, seesPublishing } from './nav'

/** Searches of one's own that are offered. */
const KEPT = 5

const kinds: Record<Suggestion['type'], { icon: LucideIcon; word: string }> = {
  product: { icon: Database, word: 'Product' },
  port: { icon: Plug, word: 'Port' },
  column: { icon: Columns3, word: 'Column' },
  tag: { icon: Tag, word: 'Tag' },
  person: { icon: UserRound, word: 'Owner' },
}

/** ⌘K: products, columns and tags one may see, the places and the commands. */
export function Palette({
  takeTyped,
  onClose,
  onKeys,
}: {
  /** What was typed before the palette was there. */
  takeTyped: () => string
  onClose: () => void
  onKeys: () => void
}) {
  const facts = useFrame()
  const router = useRouter()
  const [text, setText] = useState('')
  useEffect(() => setText(takeTyped()), [takeTyped])
  const found = useSuggestions(text)

  function go(href: string) {
    onClose()
    router.push(href)
  }

  const base = `/${facts.org.slug}`
  const groups: Group[] = [
    { heading: 'Catalog', rows: found.map((each) => foundRow(each, base, go)) },
    { heading: 'Your searches', rows: useKept(text === '', facts.org.slug, go) },
    { heading: 'Search', rows: text.trim() === '' ? [] : [searchRow(text, base, go)] },
    { heading: 'Go to', rows: placesOf(facts, go).filter((each) => matches(each.label, text)) },
    { heading: 'Do', rows: useDoings(onClose, onKeys).filter((each) => matches(each.label, text)) },
  ].filter(({ rows }) => rows.length > 0)
  return (
    <Shell onClose={onClose}>
      <Chooser text={text} onText={setText} groups={groups} />
    </Shell>
  )
}

type Group = { heading: string; rows: Doing[] }

/** A field and the list under it; the keys move through the list while one types. */
function Chooser({ text, onText, groups }: { text: string; onText: (text: string) => void; groups: Group[] }) {
  const id = useId()
  const rows = groups.flatMap((group) => group.rows)
  const [chosen, setAt] = useState(0)
  const at = Math.min(chosen, rows.length - 1)
  // What was found arrives after the places and commands; the best of it is what enter opens.
  const first = rows[0]?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first row or text begins at the top again
  useEffect(() => setAt(0), [first, text])

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') rows[at]?.run()
    else if (event.key === 'ArrowDown') setAt((at + 1) % rows.length)
    else if (event.key === 'ArrowUp') setAt((at - 1 + rows.length) % rows.length)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        role="combobox"
        aria-label="Find anything"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={`${id}list`}
        aria-activedescendant={rows.length > 0 ? `${id}${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={press}
        placeholder="Find a product, a column, a page, a command"
        className="h-12 w-full border-line border-b bg-transparent px-4 text-lg focus-visible:outline-none"
      />
      <div id={`${id}list`} role="listbox" aria-label="Found" className="max-h-[52vh] overflow-y-auto p-1.5">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a listbox
          <div key={group.heading} role="group" aria-label={group.heading}>
            <p aria-hidden className="px-2.5 pt-2 pb-1 text-muted text-xs">
              {group.heading}
            </p>
            {group.rows.map((row) => {
              const place = rows.indexOf(row)
              return (
                <Row key={row.id} id={`${id}${place}`} row={row} chosen={place === at} onChoose={() => setAt(place)} />
              )
            })}
          </div>
        ))}
      </div>
    </>
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

/** One's saved and last searches, while nothing is typed. */
function useKept(wanted: boolean, org: string, go: Go): Doing[] {
  const trpc = useTRPC()
  const saved = useQuery(trpc.ownSearch.saved.queryOptions({}, { enabled: wanted }))
  const recent = useQuery(trpc.ownSearch.recent.queryOptions({}, { enabled: wanted }))
  if (!wanted) return []
  const named = saved.data?.items.map((one) => ({ ...one, label: one.name, note: 'Saved' })) ?? []
  const last = recent.data?.items.map((one) => ({ ...one, label: searchWords(one), note: 'Recent' })) ?? []
  return [...named, ...last].slice(0, KEPT).map(({ id, label, note, ...search }) => {
    return { id, label, note, icon: History, run: () => go(searchLink(org, search)) }
  })
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
          onOpenAutoFocus={enter}
          onCloseAutoFocus={useReturn()}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-float-in overflow-hidden rounded-lg border border-line bg-raised shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Behind what was typed already: a field that is entered by the library has its text selected, and the next key would replace it. */
function enter(event: Event) {
  event.preventDefault()
  const field = event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector('input')
  if (!field) return
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
}

function useDoings(onClose: () => void, onKeys: () => void): Doing[] {
  const { resolvedTheme, setTheme } = useTheme()
  const other = resolvedTheme === 'dark' ? 'light' : 'dark'
  return [
    {
      id: 'theme',
      label: `Use the ${other} theme`,
      icon: other === 'dark' ? Moon : Sun,
      run: () => [setTheme(other), onClose()],
    },
    { id: 'keys', label: 'Show the keys', icon: Keyboard, keys: '?', run: onKeys },
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

function Row({ id, row, chosen, onChoose }: { id: string; row: Doing; chosen: boolean; onChoose: () => void }) {
  const { label, icon: Icon, keys, note, run } = row
  const self = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) self.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    // The field keeps the focus and answers the keys, so that a row takes only the pointer.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      ref={self}
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerMove={onChoose}
      onClick={run}
      className={cn('flex h-9 cursor-pointer items-center gap-3 rounded-md px-2.5', chosen && 'bg-hover')}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {note && <span className="text-muted text-xs">{note}</span>}
      {keys ? <Kbd keys={keys} /> : chosen && <CornerDownLeft aria-hidden className="size-3.5 text-muted" />}
    </div>
  )
}

/** One row of the palette. */
type Doing = { id: string; label: string; icon: LucideIcon; keys?: string; note?: string; run: () => void }

function placesOf({ org, viewer }: FrameFacts, go: Go): Doing[] {
  const entries = entriesFor(viewer)
  const place = (label: string, path: string, icon: LucideIcon, keys?: string): Doing => {
    return { id: path, label, icon, keys, run: () => go(`/${org.slug}/${path}`) }
  }
  const publishes = publishesSomewhere(viewer)
  return [
    ...entries.map((entry) => place(entry.label, entry.path, ArrowRight, `g ${entry.key}`)),
    ...(seesPublishing(viewer) ? [place('Wanted searches', 'wanted', ArrowRight)] : []),
    ...(publishes ? [place('Connect a source', 'connections/new', Plus)] : []),
    ...(publishes ? [place('Make a product', 'products/new', Plus)] : []),
    place('Make a token', 'settings/tokens', Plus),
  ]
}

function matches(label: string, text: string) {
  return label.toLowerCase().includes(text.trim().toLowerCase())
}
