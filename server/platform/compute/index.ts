/**
 * DuckDB, one statement of one organisation in one child process that is never used again, behind three walls:
 * the statement's own tree, a locked configuration, and limits watched from outside. Nothing here knows the product.
 */
export { type Ahead, ahead } from './ahead'
export { combine } from './combine'
export { ingest } from './ingest'
export { numbers } from './numbers'
export { parse } from './parse'
export { warm } from './pool'
export { profile } from './profile'
export { query } from './query'
export { identifier, literal, name } from './quote'
export { rowExpression } from './row-expression'
export type {
  Answer,
  Ask,
  Column,
  ColumnProfile,
  Download,
  DownloadFormat,
  Limits,
  Measured,
  Parsed,
  PersonalKind,
  Profile,
  Source,
  Statement,
  Value,
  View,
  Written,
} from './schema'
export { split } from './split'
export { stream } from './stream'
export { UnknownTable } from './unknown-table'
