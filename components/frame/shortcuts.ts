'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { isTyping } from '@/components/ui/typing'
import type { FrameFacts } from './frame-context'
import { entriesFor } from './nav'

/** How long after `g` its letter still counts, in ms. */
const CHORD = 1200

/** ⌘K, `/`, `?`, and `g` then a letter, on every page. Never while one types. */
export function useShortcuts(facts: FrameFacts, open: (what: 'palette' | 'keys') => void) {
  const router = useRouter()
  const lastG = useRef(0)
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open('palette')
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"],[role="menu"]')) return
      const chord = Date.now() - lastG.current < CHORD
      lastG.current = 0
      const entry = chord && entriesFor(facts.viewer).find((each) => each.key === event.key)
      if (entry) {
        event.preventDefault()
        router.push(`/${facts.org.slug}/${entry.path}`)
      } else if (event.key === 'g') lastG.current = Date.now()
      else if (event.key === '?') open('keys')
      else if (event.key === '/') {
        event.preventDefault()
        const search = document.querySelector<HTMLInputElement>('main input[type="search"]')
        if (search) search.focus()
        else open('palette')
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [facts, open, router])
}
