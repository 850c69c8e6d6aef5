'use client'

import { useCallback, useEffect, useRef } from 'react'

/**
 * Keeps what one types between asking for the palette and its coming, so that no key is lost or does something else meanwhile.
 * Answers how the palette takes it; from then on the keys are the palette's own.
 */
export function useTypedAhead(asked: boolean, leave: (to: null) => void) {
  const text = useRef('')
  const taken = useRef(false)
  useEffect(() => {
    if (!asked) return
    text.current = ''
    taken.current = false
    function press(event: KeyboardEvent) {
      if (taken.current || event.metaKey || event.ctrlKey || event.altKey) return
      if (event.key === 'Escape') leave(null)
      else if (event.key === 'Backspace') text.current = text.current.slice(0, -1)
      else if (event.key.length === 1) text.current += event.key
      else if (event.key !== 'Enter') return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [asked, leave])
  return useCallback(() => {
    taken.current = true
    return text.current
  }, [])
}
