'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'

/** Draws its content once one has scrolled near it, so that a long page asks for what is looked at. */
export function WhenSeen({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!place.current || seen) return
    const watch = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && setSeen(true), {
      rootMargin: '400px',
    })
    watch.observe(place.current)
    return () => watch.disconnect()
  }, [seen])
  return (
    <div ref={place} className="min-w-0">
      {seen ? children : waiting}
    </div>
  )
}
