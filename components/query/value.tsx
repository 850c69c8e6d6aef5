import { cn } from '@/components/ui/cn'
import type { Answer } from '@/server/serve/schema'

export type Cell = Answer['rows'][number][number]

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL)/
export const isNumeric = (type: string) => numeric.test(type)

/** Sorts numbers as numbers though wide ones come as text, and everything else by its text. */
export const comparable = (value: Cell, type: string): string | number | null =>
  value === null ? null : isNumeric(type) ? Number(value) : typeof value === 'string' ? value : JSON.stringify(value)

/** One value of an answer; null is told apart from an empty text. */
export function Value({ value, type }: { value: Cell; type: string }) {
  if (value === null) return <span className="text-muted italic">null</span>
  const nested = typeof value === 'object'
  const text = nested ? JSON.stringify(value) : String(value)
  return (
    <span
      className={cn('block max-w-96 truncate', (nested || /BLOB|UUID|JSON/.test(type)) && 'font-mono text-xs')}
      title={text.length > 40 ? text.slice(0, 2_000) : undefined}
    >
      {text === '' ? <span className="text-muted italic">empty</span> : text}
    </span>
  )
}
