'use client'

import { useState } from 'react'

/** Gives the focus back, when a dialog ends, to where it was when the dialog came: for `onCloseAutoFocus` of one without a trigger. */
export function useReturn() {
  const [from] = useState(() => origin(document.activeElement))
  return (event: Event) => {
    event.preventDefault()
    if (from instanceof HTMLElement) from.focus()
  }
}

/** A menu is gone by the time that the dialog it opened ends: then its button stands for it. */
function origin(element: Element | null) {
  const menu = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  return menu ? document.getElementById(menu) : element
}
