import { marked, matchedColumns, matchedQuestions, snippet } from './highlight'
import { classifications, type Entry, type Hit } from './schema'

/** What a result list shows of an entry, for the words that were asked for. */
export function toHit(entry: Entry, asked: readonly string[]): Hit {
  return {
    id: entry.id,
    type: entry.type,
    slug: entry.slug,
    title: entry.title,
    titleMarks: marked(entry.title, asked),
    ...snippet(entry.purpose, entry.description, asked),
    domain: entry.domain.slug,
    domainName: entry.domain.name,
    owner: entry.owner,
    tags: entry.tags,
    status: entry.status,
    version: entry.version,
    classification: gravest(entry.columns.flatMap(({ classification }) => classification ?? [])),
    columns: matchedColumns(entry.columns, asked),
    questions: matchedQuestions(entry.questions ?? [], asked),
    promise: entry.promise,
    changedAt: entry.changedAt,
  }
}

/** The gravest of the classes; words outside the list rank below it, in the order of the alphabet. */
export function gravest(found: readonly string[]): string | null {
  const rank = (name: string) => (classifications as readonly string[]).indexOf(name)
  return [...found].sort((one, other) => rank(other) - rank(one) || one.localeCompare(other))[0] ?? null
}
