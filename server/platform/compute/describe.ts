import { statementOf } from './query'
import { run } from './run'
import type { Ask, Column } from './schema'

/** The columns a statement would answer with, without running it. */
export const describe = (ask: Ask): Promise<Column[]> =>
  run<Column[]>({ kind: 'describe', views: ask.views, statement: statementOf(ask) }, ask)
