'use client'

import { useEffect, useRef } from 'react'
import { isTyping } from '@/components/ui/typing'

/** How long after `g` a letter belongs to it ("g a" goes to My access), in ms. */
const CHORD = 1_200

/** `a`, `r` and `n` put the focus on approving, rejecting and the note; enter then does it, so that a slip decides nothing. */
export function useInboxKeys(targets: Record<string, () => HTMLElement | null>) {
  const latest = useRef(targets)
  latest.current = targets
  const lastG = useRef(0)
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey) return
      if (isTyping(event.target)) return
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return
      const chord = Date.now() - lastG.current < CHORD
      lastG.current = event.key === 'g' ? Date.now() : 0
      const target = chord ? undefined : latest.current[event.key]?.()
      if (!target) return
      event.preventDefault()
      target.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
