import { terms } from './word'

/** Characters of a question that is kept: a single letter asks for nothing yet, and a page of text is no question. */
const SHORTEST = 2
const LONGEST = 120

/** A question as it is kept, the words that a search asks for in their order; null for one that is not worth keeping. */
export function questionOf(q: string): string | null {
  const question = terms(q).join(' ')
  return question.length < SHORTEST || question.length > LONGEST ? null : question
}
