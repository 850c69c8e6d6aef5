// The catalog finds what stages publish. It shows, counts and suggests nothing but what the visibility it is given covers,
// and it can be thrown away and built again at any time from what the stages describe.
export { answers } from './answers'
export { askReindex } from './ask-reindex'
export { entriesChanged, reindexAsked } from './events'
export { indexEntry } from './index-entry'
export { listIndexed } from './list-indexed'
export { mirror } from './mirror'
export { reconcile } from './reconcile'
export { type Entry, type Hit, mintVisibility, type Visibility } from './schema'
export { search } from './search'
export { standing } from './standing'
export { suggest } from './suggest'
