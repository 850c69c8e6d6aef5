import { standsAt, warnAt } from './grant-life'
import { paceOf } from './pace-of'
import { isOpen } from './request-life'
import type { StoredRequest, StoredStep } from './request-store'
import { timesOutAt } from './request-times'
import type { AccessGrant, AccessRequest, HolderType, RequestStep } from './schema'
import { askedOf, type Levels, spent } from './step-plan'
import type { Moment, StoredGrant } from './store'

/** How stored requests and grants look at the doors: people by name, states by the clock. */

/** Names of people, slugs and names of domains, by id. */
export type Names = {
  people: ReadonlyMap<string, string>
  domains: ReadonlyMap<string, string>
  domainNames: ReadonlyMap<string, string>
}

const historyOf = (events: readonly Moment[], names: Names): AccessRequest['history'] =>
  events.map(({ at, state, by, note }) => ({
    at: at.toISOString(),
    state,
    by,
    byName: names.people.get(by) ?? null,
    note,
  }))

/** The name of who holds a right: a member's, or a domain's. */
const nameOf = (names: Names, type: HolderType, id: string): string =>
  (type === 'domain' ? names.domainNames : names.people).get(id) ?? id

const stepOf = (step: StoredStep, row: StoredRequest, names: Names, levels: Levels): RequestStep => {
  const waits = step.state === 'waiting'
  const asked = waits ? askedOf(step, levels, { domainId: row.domainId, not: spent(row.principalId, row.steps) }) : []
  return {
    role: step.role,
    state: step.state,
    because: step.because,
    ...(step.by && { by: step.by, byName: names.people.get(step.by) }),
    ...(step.onBehalfOf && { onBehalfOf: names.people.get(step.onBehalfOf) ?? step.onBehalfOf }),
    ...(step.at && { at: step.at.toISOString() }),
    ...(step.note && { note: step.note }),
    ...(waits && step.climbedTo && { climbedTo: step.climbedTo }),
    deciders: asked.map(({ name }) => name),
  }
}

const reviewOf = (row: StoredRequest, names: Names): NonNullable<AccessRequest['breakGlass']> => ({
  review:
    row.verdict && row.reviewedAt && row.reviewedBy
      ? {
          verdict: row.verdict,
          by: row.reviewedBy,
          byName: names.people.get(row.reviewedBy) ?? null,
          at: row.reviewedAt.toISOString(),
          note: row.reviewNote,
        }
      : null,
})

export const toRequestShape = (row: StoredRequest, names: Names, levels: Levels): AccessRequest => ({
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
  for: { type: row.holderType, id: row.holderId, name: nameOf(names, row.holderType, row.holderId) },
  columns: row.columns.length > 0 ? row.columns : null,
  rows: row.rows,
  terms: row.terms,
  productVersion: row.productVersion,
  contractVersion: row.contractVersion,
  createdAt: row.createdAt.toISOString(),
  timesOutAt: isOpen(row.state)
    ? timesOutAt({ state: row.state as 'submitted', movedAt: row.movedAt }, paceOf(row)).toISOString()
    : null,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  note: row.note,
  steps: row.steps.map((step) => stepOf(step, row, names, levels)),
  ...(row.grantId && { grant: row.grantId }),
  ...(row.renewsId && { renews: row.renewsId }),
  ...(row.breakGlass && { breakGlass: reviewOf(row, names) }),
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
    principalType: row.principalType,
    principalName: nameOf(names, row.principalType, row.principalId),
    startsAt: row.startsAt.toISOString(),
    expiresAt: row.endsAt.toISOString(),
    warnsAt: warnAt(row).toISOString(),
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
    rows: row.rows,
    breakGlass: row.breakGlass,
    request: row.requestId,
    proofs,
    history: historyOf(row.events, names),
  }
}
