import type { Column } from '@/server/platform/filter'

/** How one kind of resource lies in a table. An attribute that is not named here is one that no row has. */
export type Mapping = {
  type: string
  /** The column of the id; null where rows have none, and none can be named. */
  id: string | null
  attributes: ReadonlyMap<string, Column>
  /** Attributes that a decision knows and a table does not: a condition over them cannot be translated. */
  beyond: ReadonlySet<string>
  /** By type of ancestor: the column of its id or of their ids, or the ids themselves where all rows share them. */
  ancestors: ReadonlyMap<string, Column | readonly string[]>
}
