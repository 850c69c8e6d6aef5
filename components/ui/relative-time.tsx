'use client'

import { useEffect, useState } from 'react'
import { ago, exactTime } from './format'
import { Tooltip } from './tooltip'

/** When, as one would say it; the exact time when pointed at or focused. It keeps itself true. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const then = new Date(at).getTime()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const every = Math.abs(Date.now() - then) < 3_600_000 ? 15_000 : 300_000
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [then])
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={at} className={className} suppressHydrationWarning>
        {ago(then, now)}
      </time>
    </Tooltip>
  )
}
