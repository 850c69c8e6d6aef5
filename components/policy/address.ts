import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const views = ['text', 'who', 'changes', 'decisions'] as const

/** What the policy page keeps in its address. */
export const policyAddress = {
  view: parseAsStringLiteral(views).withDefault('text'),
  /** A version looked at; none is the one that stands. */
  version: parseAsInteger,
  /** The policy to go to, by its name. */
  policy: parseAsString,
}
