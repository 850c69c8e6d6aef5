'use client'

import dynamic from 'next/dynamic'
import { type FocusEvent, type PointerEvent, type ReactElement, type ReactNode, useId, useRef, useState } from 'react'
import { attach } from './attach'

const fetchView = () => import('./tooltip-view').then((part) => part.TooltipView)
const View = dynamic(fetchView, { ssr: false })

/** How long one points at a thing before its words appear, in ms. */
const DELAY = 400

/** Two are never open at once. */
let hideLast: () => void = () => undefined

/** A few words about what one points at or has in focus, fetched then. */
export function Tooltip({
  label,
  keys,
  side = 'top',
  children,
}: {
  label: ReactNode
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactElement
}) {
  const id = useId()
  const element = useRef<HTMLElement>(null)
  const { open, show, hide, giveUp } = useShown()
  const pointed = useRef(false)

  function point(event: PointerEvent<HTMLElement>) {
    if (pointed.current || event.pointerType === 'touch') return
    pointed.current = true
    element.current = event.currentTarget
    show(DELAY)
  }
  function leave() {
    pointed.current = false
    giveUp()
  }
  function focus(event: FocusEvent<HTMLElement>) {
    if (!event.currentTarget.matches(':focus-visible')) return
    element.current = event.currentTarget
    show(0)
  }
  return (
    <>
      {attach(children, {
        'aria-describedby': open ? id : undefined,
        onPointerMove: point,
        onPointerLeave: leave,
        onPointerDown: hide,
        onFocus: focus,
        onBlur: hide,
        onClick: hide,
      })}
      {open && <View of={element} id={id} label={label} keys={keys} side={side} onClose={hide} />}
    </>
  )
}

/** Whether the words are shown, and what changes it: they wait for their code and for the delay, unless one leaves meanwhile. */
function useShown() {
  const [open, setOpen] = useState(false)
  const turn = useRef(0)
  function giveUp() {
    turn.current++
  }
  function hide() {
    giveUp()
    setOpen(false)
  }
  async function show(delay: number) {
    const mine = ++turn.current
    const fetched = fetchView().catch(() => null)
    await new Promise((done) => setTimeout(done, delay))
    if (!(await fetched) || mine !== turn.current) return
    hideLast()
    hideLast = hide
    setOpen(true)
  }
  return { open, show, hide, giveUp }
}
