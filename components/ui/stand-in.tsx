'use client'

import { type Ref, type RefObject, useImperativeHandle } from 'react'

/**
 * Takes the trigger's place among the parts of what floats, while the trigger itself stands in the page from its first paint:
 * what floats is placed beside the true element, knows it as its own, and gives the focus back to it.
 */
export function StandIn({ of, ref }: { of: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useImperativeHandle(ref, () => of.current as HTMLElement, [of])
  return null
}
