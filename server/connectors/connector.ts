import type { z } from 'zod'

/** How a kind was shown to work; the screen says `words`. A: on the real server. B: on recorded traffic. C: on a double of ours. */
export type Evidence = { grade: 'A' | 'B' | 'C'; words: string }
export type Capability = 'readable' | 'incremental' | 'provisionable' | 'contextual'

/** One kind of source. What it can do beyond signing in and listing is an optional part of its session. */
export interface Connector<Config = unknown, Secrets = unknown> {
  readonly kind: string
  readonly title: string
  readonly summary: string
  /** Draws the form and validates it; each field's description is what the form says beneath it. */
  readonly config: z.ZodType<Config>
  readonly secrets: z.ZodType<Secrets>
  /** Fields of the config that say where it points: changing one discards the secrets. */
  readonly pointing: readonly (keyof Config & string)[]
  readonly capabilities: readonly Capability[]
  readonly evidence: Evidence
  /** What whoever connects one must be allowed on the whole organisation besides, for its rows tell of every domain. */
  readonly demands?: 'audit'
  /** Provisionable: whether settings let grants be given in the source itself; its sessions then have `rights`. */
  delivers?(config: Config): boolean
  /** Contextual: whom settings let read the items that have no list of their own. Where it is left out, nobody. */
  readers?(config: Config): Readers
  /** Signs in, or throws `invalid` with the path of the wrong setting (`config.host`, `secrets.password`). */
  open(config: Config, secrets: Secrets, host: Host): Promise<Session>
}

/**
 * What the host gives: the end of everything, the one folder of this machine that the organisation may read, and the records that
 * Stoa keeps of the organisation.
 */
export type Host = { signal: AbortSignal; folder: string | null; records?: readonly RecordTable[] }

/** A table of what Stoa itself keeps of one organisation. */
export type RecordTable = Pick<Found, 'columns' | 'keys'> & {
  name: string
  description: string
  count(): Promise<number>
  /** Which column tells what came since; left out where any row may have changed. */
  cursor?: string
  /** Pages of rows as lines of JSON, all or those at or after a position of the cursor; and the position to go on from next time. */
  read(after?: string): { pages: AsyncIterable<string>; position?: string }
}

export interface Session {
  /** A page of assets; its cursor is good after a restart. */
  discover(cursor?: string): Promise<{ assets: Found[]; next?: string }>
  /** Readable: the rows of an asset, in bulk. */
  read(ref: string, plan: Plan): Promise<Reading>
  /** Contextual: every item of an asset of kind `items`, one after the other; one that cannot be read throws, and names itself. */
  items?(ref: string): AsyncIterable<FoundItem>
  readonly rights?: Provisionable
  close(): Promise<void>
}

/**
 * Provisionable: rights given and taken in the source itself. Each call may be made again, after a kill too, and comes to the same.
 * What `provision` and `revoke` answer is a claim; what `probe` has read is a proof.
 */
export interface Provisionable {
  provision(grant: SourceGrant): Promise<Claim>
  /** Reads as the grantee would: what must be allowed and what must be refused while it is given, or once it is gone. */
  probe(grant: SourceGrant, expected: 'given' | 'gone'): Promise<Probe>
  /** Ends the grantee's sessions too. `forGood`: no later provision of this grant works any more. */
  revoke(grant: SourceGrant, how: { forGood: boolean }): Promise<Claim>
  /** New credentials for the grantee, whose old ones end. They are shown once and kept nowhere. */
  rotate(grant: SourceGrant): Promise<Credentials>
}
/** SQL of our own making; where a key stands, the source reads the secret of that name without showing it. */
export type Keyed = readonly (string | { key: string })[]
/** One grant as the source is to give it. `mask` and `where` are SQL of our own making over the physical columns, never a person's. */
export type SourceGrant = {
  id: string
  /** Names the grantee at this connection; all their grants there share one sign-in. */
  grantee: string
  /** Their other grants there. */
  beside: string[]
  /** From here on it shows nothing, whether or not anybody has taken it back by then. */
  until: Date
  /** The password by which a proof signs in. */
  proofPassword: string
  objects: {
    name: string
    ref: string
    columns: { name: string; physical: string; mask?: Keyed }[]
    where?: string
    /** The columns that masks and the condition speak of, with the types they have in copies: they are read as those, or not at all. */
    over?: { physical: string; type: string }[]
  }[]
  /** Secrets that masks use, by name. */
  maskKeys?: Record<string, string>
  /** What `provision` or an earlier `probe` said of the grant as it was made; another one now is drift. */
  mark?: string
}
/** Not done: the source's administrator keeps that right, and runs the script. */
export type Claim = { done: true; mark?: string } | { done: false; why: string; script: string }
export type Proof = { kind: 'allowed' | 'refused'; statement: string; outcome: string; ok: boolean }
export type Probe = {
  /** Everything is as expected. */
  holds: boolean
  proofs: Proof[]
  /** What is reachable beyond the grant, though nothing here gave it: a sentence each. */
  findings: { kind: 'open_to_all' | 'unexplained'; text: string }[]
  mark?: string
}
export type Credentials = {
  user: string
  password: string
  /** Where to sign in: host, port, database. */
  place: Record<string, string>
  /** How to read each object. */
  statements: string[]
  /** They work once the administrator has run it. */
  script?: string
}

export type Found = {
  /** Names the asset within the connection, for good. */
  ref: string
  kind: 'table' | 'view' | 'file' | 'items'
  name: string
  description?: string
  /** Estimates where the source has no count at hand. */
  rows?: number
  bytes?: number
  columns: FoundColumn[]
  keys: Keys
  /** The column by which it is best read: that is how it is copied, until a person chooses otherwise. */
  cursor?: string
}
/** Who may read an item by its source: people by e-mail, the members of domains by slug, or every member. Unknown is nobody. */
export type Readers = { everyone?: boolean; people?: string[]; domains?: string[] }
/** One unit of context. What it says is data: it is quoted, never followed and never drawn as markup. */
export type FoundItem = {
  /** Names it within its asset, for good. */
  key: string
  /** The key of the item that began the thread it is part of; its own otherwise. */
  thread: string
  /** Its address where the source has one, else its place in the source. */
  link: string
  title: string
  authors: string[]
  createdAt: Date | null
  changedAt: Date | null
  /** To the letter. */
  body: string
  /** Its own access list; null: the settings of the connection say who. */
  readers: Readers | null
}
/** What every asset of items has, as contracts describe it. */
export const itemColumns: FoundColumn[] = [
  { name: 'title', type: 'VARCHAR', nullable: false, description: 'What it is called' },
  { name: 'body', type: 'VARCHAR', nullable: false, description: 'Its text, to the letter' },
  { name: 'authors', type: 'VARCHAR[]', nullable: false, description: 'Who wrote it' },
  { name: 'created_at', type: 'TIMESTAMP WITH TIME ZONE', nullable: true, description: 'When it was written' },
  { name: 'changed_at', type: 'TIMESTAMP WITH TIME ZONE', nullable: true, description: 'When it was changed last' },
  { name: 'link', type: 'VARCHAR', nullable: false, description: 'Where it stands in its source' },
]
export type FoundColumn = { name: string; type: string; nullable: boolean; description?: string }
export type Keys = {
  primary: string[]
  unique: string[][]
  foreign: { columns: string[]; ref: string; references: string[] }[]
}

/** Incremental: rows whose cursor column is at or after a position (rows at the position come again: ties are not lost). */
export type Plan = { incremental?: { column: string; after?: string } }

/** Rows on their way, never one JavaScript object each: a stream with a declared schema, or files that are opened by path. */
export type Reading = {
  rows: Stream | Files
  /** True: these are all rows. False: those that came or changed since the plan's position, to be merged by `key`. */
  complete: boolean
  key: string[]
  /** How far the cursor column was read; kept once the rows are. */
  position?: string
  /** How many rows the source says it sent, once the stream has ended; the host holds what it wrote against it. */
  sent?: () => number | undefined
  /** What progress counts towards. */
  total?: { rows?: number; bytes?: number }
}
export type Stream = {
  form: 'csv' | 'ndjson' | 'json' | 'parquet'
  stream: AsyncIterable<Uint8Array>
  /** Left out, the host keeps the bytes in a file first and finds the columns there. */
  columns?: { name: string; type: string }[]
  csv?: CsvOptions
}
/** `path` is good while the session is open; `name` is what errors call the file. */
export type Files = { form: 'csv' | 'ndjson' | 'json' | 'parquet'; path: string; name?: string; csv?: CsvOptions }
export type CsvOptions = {
  header?: boolean
  delimiter?: string
  quote?: string
  escape?: string
  nullText?: string
  quotedNulls?: boolean
  encoding?: 'utf-8' | 'utf-16' | 'latin-1'
}
