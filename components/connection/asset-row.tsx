import type { CSSProperties } from 'react'
import { Checkbox } from '@/components/ui/choice'
import { cn } from '@/components/ui/cn'
import { bytes, counted } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import type { AssetHead } from '@/server/ingestion/schema'

/** Height of a row, in px. */
export const ROW_HEIGHT = 44

export type RowsProps = {
  org: string
  items: AssetHead[]
  chosen: ReadonlySet<string>
  toggle: (refs: string[], on: boolean) => void
}

/** One asset to choose. */
export function AssetRow({
  org,
  item,
  chosen,
  toggle,
  style,
  className,
}: Omit<RowsProps, 'items'> & { item: AssetHead; style?: CSSProperties; className?: string }) {
  return (
    <li
      className={cn('flex items-center gap-3 border-line border-b px-3', className)}
      style={{ height: ROW_HEIGHT, ...style }}
    >
      <Checkbox
        className="min-w-0 flex-1 [&_label]:truncate"
        checked={chosen.has(item.ref)}
        onChange={(on) => toggle([item.ref], on)}
        label={<span className="font-mono text-sm">{item.ref}</span>}
      />
      {item.latestSnapshot && (
        <Link href={`/${org}/assets/${item.id}`} className="shrink-0 text-sm">
          profile<span className="sr-only"> of {item.ref}</span>
        </Link>
      )}
      <span className="tabular shrink-0 text-right text-muted text-sm max-sm:hidden">
        {item.rows !== null &&
          (item.kind === 'items'
            ? counted(item.rows, 'item')
            : `${item.latestSnapshot ? '' : 'about '}${counted(item.rows, 'row')}`)}
      </span>
      <span className="tabular w-20 shrink-0 text-right text-muted text-sm max-sm:hidden">
        {item.bytes === null ? '' : bytes(item.bytes)}
      </span>
    </li>
  )
}
