/** What this person has of one port. */
export type PortAccess = {
  port: string
  state: 'held' | 'asked' | 'none'
  /** When what is held ends. */
  until: string | null
  purpose: string | null
}

/** The state of the whole product: what is held counts most, then what is asked. */
export function bestOf(ports: PortAccess[]): PortAccess | undefined {
  const rank = { held: 2, asked: 1, none: 0 }
  return [...ports].sort((a, b) => rank[b.state] - rank[a.state] || (b.until ?? '').localeCompare(a.until ?? ''))[0]
}
