import { z } from 'zod'

const shape = z.object({
  title: z.string().trim().min(1, 'Give it a title'),
  slug: z
    .string()
    .min(2, 'Give it an address of at least 2 characters')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters and digits, joined by single hyphens'),
  purpose: z.string().trim(),
  domain: z.string().min(1, 'Choose a domain'),
})
export type NewProductValues = z.infer<typeof shape>

/** What is wrong with each field, in its order; nothing when all is well. Fetched when the form is first sent. */
export function newProductFaults(values: NewProductValues): Partial<Record<keyof NewProductValues, string>> {
  const issues = shape.safeParse(values).error?.issues ?? []
  return Object.fromEntries(issues.map(({ path, message }) => [path[0], message]).reverse())
}
