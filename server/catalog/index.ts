// The catalog finds what stages publish. It shows, counts and suggests nothing but what the visibility it is given covers,
// and it can be thrown away and built again at any time from what the stages describe. What people searched for in vain it keeps
// for those who publish, as words and a number, and tells those who asked when something answers.
export { answerWanted } from './answer-wanted'
export { dismissWanted } from './dismiss-wanted'
export { getWanted } from './get-wanted'
export { indexEntry } from './index-entry'
export { listIndexed } from './list-indexed'
export { listWanted } from './list-wanted'
export { noteMiss } from './note-miss'
export { pruneWanted } from './prune-wanted'
export { reopenWanted } from './reopen-wanted'
export { type Entry, type Hit, mintVisibility, type Visibility } from './schema'
export { search } from './search'
export { suggest } from './suggest'
