import type { z } from 'zod'

/** A fault in a document: where it is, as a dotted path, and what to do about it. */
export type Problem = { path: string; message: string }

/** More than this many are cut, so that a broken megabyte is not answered by ten. */
export const problemLimit = 200

const join = (parts: PropertyKey[]) => parts.map(String).join('.')

const words: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
}

function say(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined && /received undefined/.test(issue.message)) return 'is required'
    return `must be ${words[issue.expected] ?? issue.expected}`
  }
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
}

/** zod's issues in the product's words; an unknown key is reported at the key itself. */
export function problemsOf(
  error: z.ZodError,
  at: PropertyKey[] = [],
  unknown = 'is not a key of the standard; put what is your own under customProperties',
): Problem[] {
  const problems = error.issues.flatMap((issue): Problem[] => {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: join([...path, key]),
        message: unknown,
      }))
    return [{ path: join(path), message: say(issue) }]
  })
  return problems.slice(0, problemLimit)
}
