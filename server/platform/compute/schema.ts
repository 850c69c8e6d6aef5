/** What goes into a compute child and what comes back. Plain data: it crosses a process boundary as JSON. */

/** A column and its DuckDB type, written as DuckDB writes it (`BIGINT`, `DECIMAL(18,3)`, `STRUCT(a INTEGER)[]`). */
export type Column = { name: string; type: string }

/** One table that a statement may read: its name in one to three parts, and the Parquet files behind it. */
export type View = {
  name: string[]
  /** Absolute paths of Parquet files of one schema. */
  files: string[]
  /**
   * The columns to show, in order, each under its name in SQL; left out, all of them. `sql` is shown in its place: an expression over
   * the file's columns that must come from our code, never from a caller.
   */
  columns?: { name: string; as?: string; sql?: string }[]
  /** A row condition over the file's own columns; it must come from our code, never from a caller. */
  where?: string
  /** A row condition that somebody wrote, over these columns under their names in SQL; it is checked before it is used. */
  condition?: { where: string; columns: { name: string; as: string }[] }
}

/** Walls of a run: it ends when the signal aborts, when the time is up, or when the child outgrows its memory. */
export type Limits = { signal?: AbortSignal; deadlineMs?: number; memoryBytes?: number }

/** What a child is told of a statement before its task: nothing of what that may read. */
export type Told = { sql: string; temp: string; memoryBytes: number }

/** What a child is given, once; one with little room has a single thread. */
export type Order = { task: Task; temp: string; memoryBytes: number; oneCore: boolean }

/** What is asked: one SELECT, or rows of one view by columns and one condition that is checked like a SELECT. */
export type Statement = { sql: string } | { rows: { of: string[]; columns?: string[]; where?: string } }

/** One statement of one organisation over the views it may read. `onReads` is told, before it runs, the names of those that it does. */
export type Ask = Limits & { org: string; views: View[]; onReads?: (views: string[][]) => void } & Statement

/** A value as JSON carries it (API.md): int64 and wider, decimals, NaN and infinities as strings, binary as base64. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value }

/** An answer of at most `limit` rows; `truncated` says that there were more. `took` is in ms. */
export type Answer = { columns: Column[]; rows: Value[][]; rowCount: number; truncated: boolean; took: number }

/** What a child is sent: one task, and where it may write. */
export type Task =
  | ({ kind: 'query'; views: View[]; limit: number } & { statement: Statement })
  | ({ kind: 'stream'; views: View[]; format: DownloadFormat; pipe: string; limit?: number } & { statement: Statement })
  | { kind: 'parse'; sql: string }
  | { kind: 'rowExpression'; expression: string }
  | { kind: 'numbers'; views: View[]; checks: { id: string; sql: string }[] }
  | { kind: 'ingest'; source: Omit<Source, 'stream'>; pipe?: string; out: string }
  | { kind: 'combine'; previous: string; path: string; key: string[]; out: string }
  | { kind: 'split'; path: string; failing: { id: string; where: string }[]; kept: string; aside: string }
  | { kind: 'profile'; path: string }

/** A Parquet file as the child reports it, before its parent names it. */
export type Measures = Omit<Written, 'path'>

export type DownloadFormat = 'csv' | 'arrow' | 'parquet'

/** An answer of any length as bytes; `done` resolves once the last byte was handed over, or rejects with why it was cut. */
export type Download = {
  columns: Column[]
  contentType: string
  stream: ReadableStream<Uint8Array>
  done: Promise<{ rows: number }>
}

/** What a statement names: each table (CTEs resolved away) and each function, in lower case. */
export type Parsed = { tables: string[][]; functions: string[] }

/** One number that a statement gave, or why it gave none. */
export type Measured = { id: string; ok: true; value: number | null } | { id: string; ok: false; message: string }

/** A Parquet file that was written, with what is in it. The hash covers schema and rows as a multiset, not the file's bytes. */
export type Written = {
  /** In the folder that was named, called by the hash. */
  path: string
  rows: number
  bytes: number
  schema: { name: string; type: string; nullable: boolean }[]
  hash: string
}

/** Where rows come from: files DuckDB opens itself, or one stream of bytes. */
export type Source = {
  form: 'csv' | 'ndjson' | 'json' | 'parquet'
  path?: string | string[]
  /** What errors call the file; its path's last part where left out. */
  name?: string
  stream?: AsyncIterable<Uint8Array>
  /** Fixes the types that would else be guessed; a stream of CSV or NDJSON without them is kept in a file first. */
  columns?: Column[]
  csv?: {
    header?: boolean
    delimiter?: string
    quote?: string
    escape?: string
    nullText?: string
    /** False tells NULL (unquoted nullText) from the empty string, as PostgreSQL's COPY writes them. */
    quotedNulls?: boolean
    encoding?: 'utf-8' | 'utf-16' | 'latin-1'
  }
}

export type PersonalKind =
  | 'email'
  | 'phone'
  | 'person_name'
  | 'ip'
  | 'credit_card'
  | 'iban'
  | 'ssn'
  | 'address'
  | 'geo'
  | 'birth_date'

/** A column of a snapshot, measured. `distinct` and quantiles are estimates where `exact` is false. */
export type ColumnProfile = {
  name: string
  type: string
  nulls: number
  distinct: number
  exact: boolean
  min?: string
  max?: string
  mean?: number
  /** Values at 5, 25, 50, 75 and 95 per cent. */
  quantiles?: string[]
  /** At most 20 bins of equal width; each holds the values above `from` up to `to`. */
  histogram?: { from: string; to: string; count: number }[]
  /** The ten values seen most often. */
  frequent?: { value: string; count: number }[]
  personal?: { kind: PersonalKind; confidence: number; because: 'name' | 'values' | 'both' }
}

export type Profile = { rows: number; columns: ColumnProfile[]; took: number }
