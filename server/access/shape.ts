import { standsAt } from './grant-life'
import { stepsOf } from './request-life'
import type { AccessGrant, AccessRequest } from './schema'
import type { Moment, StoredGrant, StoredRequest } from './store'

/** How stored requests and grants look at the doors: people by name, states by the clock. */

/** Names of people and slugs of domains, by id. */
export type Names = { people: ReadonlyMap<string, string>; domains: ReadonlyMap<string, string> }

const historyOf = (events: readonly Moment[], names: Names): AccessRequest['history'] =>
  events.map(({ at, state, by, note }) => ({
    at: at.toISOString(),
    state,
    by,
    byName: names.people.get(by) ?? null,
    note,
  }))

export const toRequestShape = (row: StoredRequest, names: Names): AccessRequest => ({
  id: row.id,
  state: row.state,
  product: row.productSlug,
  productTitle: row.productTitle,
  port: row.port,
  domain: names.domains.get(row.domainId) ?? row.domainId,
  purpose: row.purpose,
  reason: row.reason,
  duration: row.duration,
  delivery: row.delivery,
  principal: row.principalId,
  principalName: names.people.get(row.principalId) ?? row.principalId,
  productVersion: row.productVersion,
  contractVersion: row.contractVersion,
  createdAt: row.createdAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  note: row.note,
  steps: stepsOf(
    row.state,
    row.decidedBy ? { id: row.decidedBy, name: names.people.get(row.decidedBy) ?? null } : null,
  ),
  ...(row.grantId && { grant: row.grantId }),
  history: historyOf(row.events, names),
})

export function toGrantShape(
  row: StoredGrant,
  names: Names,
  at: Date,
  proofs: AccessGrant['proofs'] = [],
): AccessGrant {
  const { state, endedAs, endedAt } = standsAt(row, at)
  return {
    id: row.id,
    state,
    delivery: row.delivery,
    failedStage: row.failedStage,
    problem: row.problem,
    provenAt: row.provenAt?.toISOString() ?? null,
    endedAs,
    product: row.productSlug,
    productTitle: row.productTitle,
    port: row.port,
    domain: names.domains.get(row.domainId) ?? row.domainId,
    purpose: row.purpose,
    principal: row.principalId,
    principalName: names.people.get(row.principalId) ?? row.principalId,
    startsAt: row.startsAt.toISOString(),
    expiresAt: row.endsAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    endedByName: row.endedBy ? (names.people.get(row.endedBy) ?? null) : null,
    endNote: row.endNote,
    asleepSince: endedAs ? null : (row.asleepSince?.toISOString() ?? null),
    productVersion: row.productVersion,
    contractId: row.contractId,
    contractVersion: row.contractVersion,
    policyVersion: row.policyVersion,
    objects: row.objects,
    request: row.requestId,
    proofs,
    history: historyOf(row.events, names),
  }
}
