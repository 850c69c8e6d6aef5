import type { EntryColumn, Hit, Marks } from './schema'
import { resembles } from './typo'
import { root, words } from './word'

/** Where in the texts of a hit the words asked for stand. Ranges only: no markup is ever made from stored text. */

const SNIPPET = 200 // characters
const COLUMNS = 5
const QUESTIONS = 3

/** Whether a word of a text is one that was asked for: itself, its beginning (the last one typed), its kin, or a slip. */
const meant = (word: string, asked: readonly string[]): boolean =>
  asked.some(
    (term, at) =>
      word === term ||
      (at === asked.length - 1 && word.startsWith(term)) ||
      root(word) === root(term) ||
      resembles(word, term),
  )

export function marked(text: string, asked: readonly string[]): Marks {
  if (asked.length === 0) return []
  const marks: Marks = []
  for (const { word, from, to } of words(text)) {
    if (!meant(word, asked)) continue
    const last = marks.at(-1)
    if (last && text.slice(last[1], from).trim() === '') last[1] = to
    else marks.push([from, to])
  }
  return marks
}

/** The purpose; if only the description matched, the place where it did, cut at words. */
export function snippet(
  purpose: string,
  description: string,
  asked: readonly string[],
): Pick<Hit, 'snippet' | 'marks'> {
  const marks = marked(purpose, asked)
  const first = marks.length > 0 || !description ? undefined : marked(description, asked)[0]
  if (!first) {
    const text = purpose || cut(description, 0)
    return { snippet: text, marks: purpose ? marks : marked(text, asked) }
  }
  const text = cut(description, first[0])
  return { snippet: text, marks: marked(text, asked) }
}

function cut(text: string, match: number): string {
  const from = match < SNIPPET / 2 ? 0 : text.indexOf(' ', match - SNIPPET / 2) + 1 || match
  const rest = text.slice(from)
  const to =
    rest.length <= SNIPPET ? rest.length : rest.lastIndexOf(' ', SNIPPET) > 0 ? rest.lastIndexOf(' ', SNIPPET) : SNIPPET
  return `${from > 0 ? '… ' : ''}${rest.slice(0, to).replace(/\s+/g, ' ')}${to < rest.length ? ' …' : ''}`
}

/** The columns whose name was asked for, the best first. */
export function matchedColumns(columns: readonly EntryColumn[], asked: readonly string[]): Hit['columns'] {
  return columns
    .map(({ port, object, name }) => ({ port, object, name, marks: marked(name, asked) }))
    .filter(({ marks }) => marks.length > 0)
    .sort((one, other) => covered(other.marks) / other.name.length - covered(one.marks) / one.name.length)
    .slice(0, COLUMNS)
}

/** The verified questions that hold what was asked for, those that hold most of it first; where half of it is not there, none. */
export function matchedQuestions(questions: readonly string[], asked: readonly string[]): Hit['questions'] {
  return questions
    .map((text) => ({ text, marks: marked(text, asked) }))
    .filter(({ marks }) => marks.length * 2 >= asked.length && marks.length > 0)
    .sort((one, other) => covered(other.marks) - covered(one.marks))
    .slice(0, QUESTIONS)
}

const covered = (marks: Marks) => marks.reduce((sum, [from, to]) => sum + to - from, 0)
