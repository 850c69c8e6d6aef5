import type { Task } from '../schema'
import { Refusal } from './tree'

/** How much of an engine's message is passed on; a message may quote a value of any size. */
const longestLine = 300
const longest = 2_000

export type Fault = {
  reason: 'refused' | 'memory' | 'interrupted' | 'broken' | 'failed'
  message: string
  table?: string[]
}

/** Tasks whose faults are kept and shown to people who may not read the rows: what they say must hold no value of a row. */
const kept: ReadonlySet<Task['kind']> = new Set(['ingest', 'combine', 'split', 'numbers', 'profile'])

/** An error of a task as its parent hears it: a refusal of ours as it stands, DuckDB's message in bounds. */
export function faultOf(error: unknown, kind: Task['kind']): Fault {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Refusal) return { reason: 'refused', message, table: error.table }
  if (error instanceof RangeError && /call stack/i.test(message))
    return { reason: 'refused', message: 'The statement is nested too deeply.' }
  if (
    error instanceof RangeError ||
    /^Out of Memory Error|bad_alloc|max_temp_directory_size|maximum swap space/i.test(message)
  )
    return { reason: 'memory', message: '' }
  if (/^INTERRUPT Error/i.test(message)) return { reason: 'interrupted', message: 'It was interrupted.' }
  if (/^INTERNAL Error|^FATAL Error/i.test(message)) return { reason: 'broken', message: '' }
  return { reason: 'failed', message: kept.has(kind) ? withoutValues(message) : clipped(message) }
}

const classes: [RegExp, string][] = [
  [/^Conversion Error/, 'A value could not be read as the type that is asked for.'],
  [/^Out of Range Error/, 'A number is out of the range of its type.'],
  [/^Invalid Input Error/, 'A value is not one that can be read here.'],
]

/** What RE2 says of a pattern it does not take; the pattern is the author's, and no value of a row. */
const ofPattern =
  /^Invalid Input Error: ((?:invalid (?:escape|character class|repetition|perl|named capture|UTF-8)|missing [)\]]|unexpected \)|trailing |no argument for|bad repetition|pattern too large)[\s\S]*)/

/** DuckDB quotes the value it stumbled on in errors of these classes; in those of a statement's form it quotes the statement. */
export function withoutValues(message: string): string {
  const pattern = ofPattern.exec(message)?.[1]
  if (pattern !== undefined) return clipped(`The pattern cannot be used: ${pattern}`)
  return classes.find(([pattern]) => pattern.test(message))?.[1] ?? clipped(message)
}

function clipped(message: string): string {
  const lines = message
    .slice(0, longest * 10)
    .split('\n')
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)} …` : line))
  const whole = lines.join('\n')
  return whole.length > longest ? `${whole.slice(0, longest)} …` : whole
}
