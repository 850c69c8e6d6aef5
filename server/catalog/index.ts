// The catalog finds what stages publish. It shows, counts and suggests nothing but what the visibility it is given covers,
// and it can be thrown away and built again at any time from what the stages describe.
export { marked } from './highlight'
export { indexEntry } from './index-entry'
export { listIndexed } from './list-indexed'
export { type Entry, type Hit, mintVisibility, type Visibility } from './schema'
export { search } from './search'
export { suggest } from './suggest'
export { terms } from './word'
