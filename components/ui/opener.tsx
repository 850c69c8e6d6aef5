'use client'

import { Slot } from 'radix-ui'
import { type KeyboardEvent, type MouseEvent, type ReactElement, useId, useRef, useState } from 'react'

/** What is between a trigger and what it opens. `state` when the caller keeps it. */
export function useOpener(state?: { open?: boolean; onOpenChange?: (open: boolean) => void }) {
  const id = useId()
  const element = useRef<HTMLElement>(null)
  const byKey = useRef(false)
  const [own, setOwn] = useState(false)
  const [wanted, setWanted] = useState(false)
  const open = state?.open ?? own
  function onOpenChange(next: boolean) {
    setOwn(next)
    state?.onOpenChange?.(next)
  }
  return {
    /** The trigger's id; what it opens has `${id}-opened`. */
    id,
    element,
    open,
    onOpenChange,
    /** Whether a key opened it. */
    byKey,
    /** Whether it was ever pointed at, focused or opened: from then on what it opens stands ready. */
    wanted: wanted || open,
    want: () => setWanted(true),
  }
}

export type OpenerState = ReturnType<typeof useOpener>

/** Makes its child, which must take a ref, the trigger: it says what it opens, and makes it wanted before it is pressed. */
export function Opener({
  opens,
  opener,
  children,
}: {
  opens: 'menu' | 'dialog'
  opener: OpenerState
  children: ReactElement
}) {
  const { id, element, open, onOpenChange, byKey, want } = opener
  function press(event: MouseEvent) {
    byKey.current = event.detail === 0
    onOpenChange(!open)
  }
  function arrow(event: KeyboardEvent) {
    if (opens !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    byKey.current = true
    onOpenChange(true)
  }
  return (
    <Slot.Root
      ref={element}
      id={id}
      aria-haspopup={opens}
      aria-expanded={open}
      aria-controls={open ? `${id}-opened` : undefined}
      onPointerEnter={want}
      onFocus={want}
      onClick={press}
      onKeyDown={arrow}
    >
      {children}
    </Slot.Root>
  )
}
