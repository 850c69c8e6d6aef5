'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { isTyping } from './typing'

/**
 * `j` and `k` (or the arrows while the list has the focus) move, `enter` opens, `space` previews. Works on the whole
 * page, never while one types, and steps aside when a dialog or menu is open.
 */
export function useListKeys(list: {
  ids: string[]
  selected: string | null
  onSelect: (id: string) => void
  onOpen?: (id: string) => void
  onPreview?: (id: string) => void
  scope?: RefObject<HTMLElement | null>
}) {
  const latest = useRef(list)
  latest.current = list
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey || busyElsewhere(event.target)) return
      const { ids, selected, onSelect, onOpen, onPreview } = latest.current
      const at = selected ? ids.indexOf(selected) : -1
      const go = (place: number) => {
        const id = ids[Math.min(Math.max(0, place), ids.length - 1)]
        if (!id) return
        event.preventDefault()
        onSelect(id)
        document.getElementById(rowId(id))?.scrollIntoView({ block: 'nearest' })
      }
      const pressing = (event.target as HTMLElement | null)?.closest?.('a, button, summary, input') !== null
      if (event.key === 'j') go(at + 1)
      else if (event.key === 'k') go(at - 1)
      else if (pressing || !selected || at < 0) return
      else if (event.key === 'Enter' && onOpen) onOpen(selected)
      else if (event.key === ' ' && onPreview) {
        event.preventDefault()
        onPreview(selected)
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** The DOM id a row must carry so that the keys can bring it into view. */
export function rowId(id: string) {
  return `row-${id}`
}

function busyElsewhere(target: EventTarget | null) {
  if (isTyping(target)) return true
  return document.querySelector('[role="dialog"][data-state="open"], [role="menu"]') !== null
}
