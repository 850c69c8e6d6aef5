import type { ReadablePort } from '@/server/serve/schema'

/** What this person has of one port. */
export type PortAccess = {
  port: string
  state: 'held' | 'asked' | 'none'
  /** When what is held ends; null where it does not, as for who publishes it. */
  until: string | null
  purpose: string | null
  /** Held by a role in the domain, without a grant. */
  byRole: boolean
}

/** What is held (from what one may read now) and what is asked for and not decided, by port. */
export function accessOf(product: string, readable: ReadablePort[], asked: { port: string }[]): PortAccess[] {
  const held = readable
    .filter((port) => port.product === product)
    .map(({ port, endsAt, purpose, grant }) => {
      return { port, state: 'held' as const, until: endsAt, purpose, byRole: grant === null }
    })
  const open = asked
    .filter(({ port }) => !held.some((one) => one.port === port))
    .map(({ port }) => ({ port, state: 'asked' as const, until: null, purpose: null, byRole: false }))
  return [...held, ...open]
}

/** The state of the whole product: what is held counts most, then what is asked. */
export function bestOf(ports: PortAccess[]): PortAccess | undefined {
  const rank = { held: 2, asked: 1, none: 0 }
  return [...ports].sort((a, b) => rank[b.state] - rank[a.state] || (b.until ?? '').localeCompare(a.until ?? ''))[0]
}
