/** What the portal asks of the launcher: a child, by a number that the answers bear. */
export type Wanted = { n: number; memoryBytes: number }

/** Its answers, in this order: each end of the child's pipes (with the socket itself), the child's process, that it is gone; or why there is none. */
export type Launched = { n: number } & (
  | { end: 'reports' | 'orders' }
  | { pid: number }
  | { gone: true }
  | { fault: string }
)
