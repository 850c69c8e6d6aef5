import * as audit from '@/server/audit'
import type { Probe } from '@/server/connectors'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as deliveries from './delivery-store'
import { moveGrant } from './grant-life'
import type { Findings, GrantState } from './schema'
import type { StoredGrant } from './store'

type Occasion = deliveries.Round['occasion']

/**
 * Keeps what was read as the grantee, with what else is reachable; where all is as it should be, moves the grant on by this proof.
 * The domain's owners are told of what nobody here gave. Answers whether it moved, or had nowhere to move.
 */
export async function recordProof(
  scope: OrgScope,
  grant: StoredGrant,
  { probe, occasion, to }: { probe: Probe; occasion: Occasion; to?: GrantState },
): Promise<boolean> {
  const at = now()
  const findings: Findings = probe.findings
    .slice(0, 200)
    .map(({ kind, text }) => ({ kind, text: text.slice(0, 2_000) }))
  const failed = probe.proofs.find(({ ok }) => !ok)
  const problem = failed ? `${failed.statement}: ${failed.outcome}`.slice(0, 1_000) : null
  return withOrg(scope, async () => {
    await deliveries.insertProofs(scope, grant.id, { occasion, at }, probe.proofs)
    const state = probe.holds && to ? moveGrant(grant, to, { proof: true }) : null
    const facts = {
      problem,
      findings,
      ...(probe.holds && { provenAt: at, script: null }),
      // What failed, and is proven closed meanwhile, still has the stage to go back to.
      ...(state && { failedStage: null }),
      ...(probe.mark && { mark: probe.mark }),
    }
    const moment = state && { at, state, by: 'system', note: `Proven: ${probe.proofs.length} reads and refusals` }
    const noted = await deliveries.noteDelivery(scope, grant, facts, moment ?? undefined)
    if (!noted) return false
    await tellOwners(scope, grant, findings)
    if (state) {
      const resource = { type: 'grant', id: grant.id }
      const detail = { product: grant.productSlug, port: grant.port, occasion }
      await audit.record(scope, { actor: 'system', action: `access.proven_${state}`, resource, detail })
    }
    return true
  })
}

/** What was given by hand, once for each new sentence. */
async function tellOwners(scope: OrgScope, grant: StoredGrant, findings: Findings) {
  const known = new Set(grant.findings.map(({ text }) => text))
  const fresh = findings.filter(({ kind, text }) => kind === 'unexplained' && !known.has(text))
  if (fresh.length === 0) return
  await notify.tell(scope, {
    to: await tenancy.domainOwners(scope, grant.domainId),
    kind: 'access/grant.unexplained',
    title: `A right in the source that nobody gave here, beside ${grant.productTitle}, ${grant.port}`,
    body: fresh
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 1_000),
    link: `/catalog/${grant.productSlug}?tab=people`,
  })
}
