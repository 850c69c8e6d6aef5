import { z } from 'zod'
import { invalid } from '@/server/platform/errors'
import { readYaml } from './document'
import { type Problem, problemLimit, problemsOf } from './problem'
import { writeYaml } from './stream'

/** One YAML document of another kind than a product's, read within the limits that hold for a product's own, and written. */

const root = 'document'
const unknown = 'is not a field of this document'

/** Reads one by its schema; throws `invalid` with every fault and its path. */
export function readDocument<S extends z.ZodType>(yaml: string, schema: S): z.infer<S> {
  const reading = readYaml(yaml, () => root)
  if (!reading.ok) refuse(reading.problems.map(({ path, message }) => ({ path: inner(path), message })))
  const [source, ...more] = reading.ok ? reading.sources : []
  if (more.length > 0) refuse([{ path: '', message: 'holds more than one document; write one' }])
  return readPart(source?.value, schema)
}

/** Reads what stands at a place of a document by its schema, in the same way. */
export function readPart<S extends z.ZodType>(value: unknown, schema: S, at = ''): z.infer<S> {
  const read = schema.safeParse(value)
  const below = (path: string) => [at, path].filter(Boolean).join('.')
  if (!read.success)
    refuse(read.error.issues.flatMap(problemsIn).map(({ path, message }) => ({ path: below(path), message })))
  return read.data as z.infer<S>
}

export const writeDocument = (value: unknown): string => writeYaml(value)

const inner = (path: string) => (path === root ? '' : path.slice(root.length + 1))

/** What a schema says in its own words stays as it says it. */
function problemsIn(issue: z.core.$ZodIssue): Problem[] {
  const own = issue.code !== 'unrecognized_keys' && !/^(Invalid|Too|Unrecognized)/.test(issue.message)
  return own
    ? [{ path: issue.path.join('.'), message: issue.message }]
    : problemsOf(new z.ZodError([issue]), [], unknown)
}

function refuse(problems: Problem[]): never {
  const first = problems[0]!
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw invalid(
    `The document has faults: ${[first.path, first.message].filter(Boolean).join(' ')}${rest}.`,
    problems.slice(0, problemLimit),
  )
}
