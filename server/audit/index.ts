// What was done and read, for good: an entry commits with its change, or before a read's answer leaves, and is sealed into its
// organisation's hash chain within 2 s. Nobody can change the past without the next verification saying where.
export { exportLines } from './export-lines'
export { list } from './list'
export { record } from './record'
export type { Check, Entry, Filter, NewEntry, Verification } from './schema'
export { seal } from './seal'
export { startSealer } from './start-sealer'
export { lastCheck } from './store'
export { verify } from './verify'
