import { invalid } from '@/server/platform/errors'
import type { Port } from '@/server/product'

/** Items are quoted whole: of a port that shows them neither columns nor rows are chosen, by who asks or by who decides. */
export function demandWhole(
  port: Pick<Port, 'items'> | null,
  { columns, rows }: { columns?: string[]; rows?: string },
  under = '',
): void {
  if (!port || port.items.length === 0) return
  for (const [name, value] of Object.entries({ columns, rows })) {
    if (value === undefined) continue
    const path = `${under}${name}`
    const message = 'cannot be chosen: this port shows items, which are read whole'
    throw invalid(`${path} ${message}.`, [{ path, message }])
  }
}
