import * as agents from '@/server/agent'
import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import type { Tx } from '@/server/platform/db'
import { conflict, forbidden, invalid, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor, Principal } from '@/server/tenancy'
import { askBack } from './ask-back'
import { conclude } from './conclude'
import type { Given } from './decide'
import { demandWhole } from './demand-whole'
import { requestMoved } from './events'
import { columnsOf, narrow, type Wanted } from './narrow'
import { isOpen, moveRequest } from './request-life'
import * as store from './request-store'
import { spent, stepFor } from './step-plan'

const outcome = { approve: 'approved', reject: 'rejected' } as const

/** Hears one decision about a request, which is held from here to the end of the transaction. */
export async function settle(tx: Tx, actor: Actor, id: string, given: Given): Promise<void> {
  const { scope, principal } = actor
  const row = await store.lockRequest(scope, id)
  if (!row || row.state === 'draft') throw notFound('request')
  if (row.principalId === principal.id) throw forbidden('Nobody decides their own request.')
  if (row.holderType === 'agent' && (await agents.peopleBehind(scope, [row.holderId])).includes(principal.id))
    throw forbidden('Nobody decides a request for their own agent.')
  if (given.decision !== 'ask' && row.state === outcome[given.decision]) return
  const mine = row.steps.find(({ by, state }) => by === principal.id && state === 'approved')
  if (mine && isOpen(row.state)) {
    if (given.decision === 'approve') return
    throw conflict('You have agreed to this request already; another of its deciders can still say otherwise.')
  }
  moveRequest(
    isOpen(row.state) ? 'submitted' : row.state,
    given.decision === 'ask' ? 'info_needed' : outcome[given.decision],
  )
  const { step, inNameOf } = taken(row, principal, given.names ?? [principal])
  if (given.decision === 'ask') return askBack(tx, actor, row, given.note)
  const at = now()
  const note = given.note || null
  const state = outcome[given.decision]
  const terms = given.decision === 'approve' ? await narrowed(actor, row, given) : row.terms
  await store.updateStep(scope, step.id, { state, by: principal.id, onBehalfOf: inNameOf?.id ?? null, at, note })
  const last = row.steps.every((one) => one.id === step.id || one.state === 'approved')
  let grant: string | null = null
  if (state === 'rejected' || last) {
    if (terms !== row.terms) await store.updateRequest(scope, id, { terms })
    const { policyVersion } = given
    const ended = { to: state, by: principal.id, byName: principal.name, note, at, policyVersion }
    grant = await conclude(tx, scope, { ...row, terms }, ended)
  } else {
    await store.updateRequest(scope, id, { terms }, { at, state: `agreed: ${step.role}`, by: principal.id, note })
    await emit(tx, { name: requestMoved.name, data: { org: scope.orgId, request: id } })
  }
  await audit.record(scope, {
    actor: principal.id,
    action: state === 'rejected' || last ? `access.${state}` : 'access.agreed',
    resource: { type: 'request', id },
    detail: {
      product: row.productSlug,
      port: row.port,
      purpose: row.purpose,
      step: step.role,
      ...(given.terms && { terms: given.terms }),
      ...(inNameOf && { inNameOf: inNameOf.id }),
      ...(grant && { grant }),
    },
    requestId: actor.requestId,
  })
}

/** The step that a decision fills, in the first of these names that may: never in that of who asks or has taken one already. */
function taken(row: store.StoredRequest, self: Principal, names: Principal[]) {
  const gone = spent(row.principalId, row.steps)
  if (gone.includes(self.id)) throw conflict('Nobody takes two steps of one request.')
  for (const name of names.filter(({ id }) => !gone.includes(id))) {
    const step = stepFor(row.steps, (role) => policy.fillsStep(role, name, row.domainId))
    if (step) return { step, inNameOf: name.id === self.id ? null : name }
  }
  throw forbidden('What is left to agree to in this request is for others.')
}

/** What the request comes to under a decider's terms; refused where they are wider than what was asked for. */
async function narrowed({ scope }: Actor, row: store.StoredRequest, { terms }: Given): Promise<Wanted | null> {
  if (!terms || Object.values(terms).every((value) => value === undefined)) return row.terms
  const major = Number(row.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: row.productId, port: row.port, major })
  demandWhole(port, terms, 'terms.')
  const { duration, rows } = row
  const asked = row.terms ?? { duration, rows, columns: row.columns.length > 0 ? row.columns : null }
  if (row.delivery === 'source' && terms.rows !== undefined) {
    const message = 'it is delivered into its source, which would show every row'
    throw invalid(`Rows cannot be narrowed: ${message}.`, [{ path: 'terms.rows', message }])
  }
  const made = narrow(asked, terms, port ? columnsOf(port.objects) : [])
  if (made.ok) return made.wanted
  const path = `terms.${made.path}`
  throw invalid(`An approval gives at most what was asked for: ${path} ${made.reason}.`, [
    { path, message: made.reason },
  ])
}
