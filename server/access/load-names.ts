import * as agent from '@/server/agent'
import type { OrgScope } from '@/server/platform/db'
import type { Names } from './shape'

/** What of a request or a grant bears somebody's id. */
interface Row {
  principalId: string
  domainId: string
  events: { by: string }[]
  holderId?: string
  endedBy?: string | null
  reviewedBy?: string | null
  steps?: { by: string | null; onBehalfOf: string | null }[]
}

/** The names that these requests or grants are shown with. A holder may be a member or a domain: it is looked for among both. */
export async function loadNames(scope: OrgScope, rows: Row[]): Promise<Names> {
  const ids = rows.flatMap((row) => [row.principalId, row.holderId, row.endedBy, row.reviewedBy])
  const decided = rows.flatMap(({ steps = [] }) => steps.flatMap(({ by, onBehalfOf }) => [by, onBehalfOf]))
  const given = [...ids, ...decided].filter((id) => id !== null && id !== undefined)
  const { members, domains } = await agent.loadNames(scope, {
    // Whoever decided or ended one stands in its history.
    members: [...given, ...rows.flatMap(({ events }) => events.map(({ by }) => by))],
    domains: [...given, ...rows.map(({ domainId }) => domainId)],
  })
  return {
    people: members,
    domains: new Map([...domains].map(([id, { slug }]) => [id, slug])),
    domainNames: new Map([...domains].map(([id, { name }]) => [id, name])),
  }
}
