'use client'

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type SyntheticEvent,
  useId,
  useRef,
  useState,
} from 'react'
import { attach } from './attach'

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

/** The trigger, saying what it opens, which is wanted from when one nears it: before it is pressed. */
export function asOpener(trigger: ReactElement, opens: 'menu' | 'dialog', opener: OpenerState) {
  const { id, element, open, onOpenChange, byKey, want } = opener
  function near(event: SyntheticEvent<HTMLElement>) {
    element.current = event.currentTarget
    want()
  }
  function press(event: MouseEvent<HTMLElement>) {
    near(event)
    byKey.current = event.detail === 0
    onOpenChange(!open)
  }
  function arrow(event: KeyboardEvent<HTMLElement>) {
    if (opens !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    near(event)
    byKey.current = true
    onOpenChange(true)
  }
  return attach(trigger, {
    id,
    'aria-haspopup': opens,
    'aria-expanded': open,
    'aria-controls': open ? `${id}-opened` : undefined,
    onPointerEnter: near,
    onFocus: near,
    onClick: press,
    onKeyDown: arrow,
  })
}
