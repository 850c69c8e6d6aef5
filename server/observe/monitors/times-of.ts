import { invalid } from '@/server/platform/errors'
import type { AskOf } from '../added-schema'

const wrong = (path: string, message: string) => invalid(message, [{ path, message }])

/** The column of times by which rows are chosen, the window, and where the reference is of a time, which. */
export function timesOf({ by, window, reference }: AskOf<'drift'>) {
  if (by === undefined) throw wrong('by', 'Rows of a time need a column of times: name it as "by".')
  const { from, to } = typeof reference === 'object' ? reference : { from: '', to: '' }
  if (from > to) throw wrong('reference.from', 'The reference ends before it begins.')
  return { by, from, to, ...(window && { window }) }
}
