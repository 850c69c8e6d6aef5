'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { AssetRow, ROW_HEIGHT, type RowsProps } from './asset-row'

/** Of many assets those in sight; near the end it asks for more. */
export function AssetWindow({ items, onEnd, ...rest }: RowsProps & { onEnd: () => void }) {
  const box = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= items.length - 20) onEnd()
  }, [last, items.length, onEnd])
  return (
    <section ref={box} aria-label="Assets" className="max-h-[55vh] overflow-y-auto rounded-md border">
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const item = items[index]!
          return <AssetRow key={item.id} item={item} className="absolute inset-x-0" style={{ top: start }} {...rest} />
        })}
      </ul>
    </section>
  )
}
