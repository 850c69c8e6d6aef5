import { cloneElement, type HTMLAttributes, type ReactElement } from 'react'

/**
 * An element with more attributes and listeners, and no wrapper around it. What it says of itself wins; of two listeners both are called;
 * two descriptions are read one after the other.
 */
export function attach(element: ReactElement, more: HTMLAttributes<HTMLElement>) {
  const own = element.props as Record<string, unknown>
  const props: Record<string, unknown> = { ...more, ...own }
  for (const [name, theirs] of Object.entries(more)) {
    const ours = own[name]
    if (typeof ours === 'function' && typeof theirs === 'function') {
      props[name] = (...told: unknown[]) => {
        ours(...told)
        theirs(...told)
      }
    } else if (name === 'aria-describedby') props[name] = [ours, theirs].filter(Boolean).join(' ') || undefined
  }
  return cloneElement(element, props)
}
