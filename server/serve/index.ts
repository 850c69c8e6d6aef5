// Reading what one may read: a statement over ports, their rows, whole downloads, and the items of context products. Every answer leaves a receipt of what it stood on
// and an entry in the audit before it goes, and is cut when the right behind it ends.
export { answer } from './answer'
export { cancel } from './cancel'
export { download } from './download'
export { getItem } from './get-item'
export { getReceipt } from './get-receipt'
export { listPorts } from './list-ports'
export { listQueries } from './list-queries'
export { plan } from './plan'
export { planRows } from './plan-rows'
export type { Plan } from './reading'
export { searchContext } from './search-context'
export { listUse } from './store'
