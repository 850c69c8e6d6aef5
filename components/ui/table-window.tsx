'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import type { TableBox } from './table-body'

const ROW_HEIGHT = 37

/** Of many rows those in sight, with the room that the others would take before and after them. */
export function TableWindow({
  count,
  box,
  draw,
}: {
  count: number
  box: TableBox
  draw: (place: number) => ReactNode
}) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const seen = virtual.getVirtualItems()
  return (
    <>
      <Gap height={seen[0]?.start ?? 0} />
      {seen.map((item) => draw(item.index))}
      <Gap height={virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)} />
    </>
  )
}

function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} className="max-sm:block" /> : null
}
