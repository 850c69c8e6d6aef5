import type { Ahead } from './ahead'
import type { Report } from './reports'
import { run } from './run'
import type { Answer, Ask } from './schema'

const defaultLimit = 1_000
const mostRows = 10_000

/** Answers one SELECT with at most `limit` rows (1,000 unless said, never more than 10,000) as JSON values. */
export async function query(ask: Ask & { limit?: number; ahead?: Ahead }): Promise<Answer> {
  const began = performance.now()
  const limit = Math.min(ask.limit ?? defaultLimit, mostRows)
  const answer = await run<Omit<Answer, 'took'>>(
    { kind: 'query', views: ask.views, statement: statementOf(ask), limit },
    ask,
    tellsReads(ask),
  )
  return { ...answer, took: Math.round(performance.now() - began) }
}

/** Hears what a statement reads. */
export const tellsReads = (ask: Ask) => (report: Report) => {
  if (report.event === 'reads') ask.onReads?.(report.views as string[][])
}

export const statementOf = (ask: Ask) => ('sql' in ask ? { sql: ask.sql } : { rows: ask.rows })
