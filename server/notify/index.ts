// What a person should hear of without looking: told by a stage in the transaction of what happened, read in the portal's bell.
// Each member sees only what was told to them.
export { list } from './list'
export { markRead } from './mark-read'
export type { NewNotification, Notification } from './schema'
export { tell } from './tell'
