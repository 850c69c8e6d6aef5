import type { SourceGrant } from '@/server/connectors'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as deliveries from './delivery-store'
import { failDelivery } from './fail-delivery'
import { moveGrant, standsAt } from './grant-life'
import { noteDrift } from './note-drift'
import { recordProof } from './record-proof'
import type { GrantState } from './schema'
import { sourceGrant } from './source-grant'
import * as store from './store'
import { suspendGrant } from './suspend-grant'
import { tellSuspended } from './tell-suspended'
import { withRights } from './with-rights'

/** Rounds in which what is to be given may change while it is given; the watch goes on after that. */
const mostRounds = 3

/**
 * Gives a grant in its source and proves it; only then it is active. May be called at any time, again and by several at once: each
 * stage is claimed by whoever moves the grant on, and the source gives one grant once. What contract and policies make of it is looked at
 * again afterwards, so that one who gives slowly never leaves what was right before.
 */
export async function deliverGrant(scope: OrgScope, id: string): Promise<GrantState | null> {
  for (let round = 0; round < mostRounds; round++) {
    const found = await store.findGrant(scope, id)
    if (!found || found.delivery !== 'source' || standsAt(found, now()).endedAs) return found?.state ?? null
    const { grant: plan, obstacle } = await sourceGrant(scope, found)
    if (obstacle) return suspended(scope, found, obstacle)
    if (!(await give(scope, found, plan))) break
    const later = await sourceGrant(scope, found)
    if (!later.obstacle && isSame(plan, later.grant)) break
    const given = await store.findGrant(scope, id)
    if (given && !later.obstacle) await noteDrift(scope, given, { note: 'It changed while it was given' })
  }
  return (await store.findGrant(scope, id))?.state ?? null
}

const isSame = (a: SourceGrant, b: SourceGrant) =>
  JSON.stringify([a.objects, a.until, a.maskKeys]) === JSON.stringify([b.objects, b.until, b.maskKeys])

/** What was never given is not taken back. */
async function suspended(scope: OrgScope, grant: store.StoredGrant, obstacle: string): Promise<GrantState> {
  if (grant.state !== 'pending') return suspendGrant(scope, grant, obstacle)
  await deliveries.noteDelivery(scope, grant, { problem: obstacle })
  return grant.state
}

/** One round of giving; false where the grant is past it. */
async function give(scope: OrgScope, found: store.StoredGrant, plan: SourceGrant): Promise<boolean> {
  const repair = found.state === 'drifted'
  const grant = repair ? found : await begin(scope, found)
  if (!grant) return false
  try {
    await withRights(scope, grant, async (rights) => {
      const claim = await rights.provision(plan)
      const standing = claim.done ? await claimed(scope, grant, claim.mark) : grant
      const probe = await rights.probe({ ...plan, mark: claim.done ? claim.mark : undefined }, 'given')
      if (claim.done || probe.holds)
        await settle(scope, claim.done ? standing : await claimed(scope, grant), probe, repair)
      else await deliveries.noteDelivery(scope, grant, { script: claim.script, problem: claim.why })
    })
    return true
  } catch (error) {
    const standing = await store.findGrant(scope, found.id)
    // What ended meanwhile is taken back by whoever ended it.
    if (!standing || standing.endedAs) return false
    // What stood there before was for other policies, or another contract: it goes where the new cannot be had.
    const refused = error instanceof AppError && error.code === 'conflict'
    if (repair && refused) await suspendGrant(scope, standing, error.message).catch(() => undefined)
    await failDelivery(scope, standing, error)
    return false
  }
}

/** Claims the first stage; null where the grant is past it. */
async function begin(scope: OrgScope, grant: store.StoredGrant): Promise<store.StoredGrant | null> {
  let from = grant
  if (from.state === 'failed') {
    if (!from.failedStage || from.failedStage === 'deprovisioning') return null
    from = await moved(scope, from, from.failedStage)
  }
  if (from.state === 'pending' || from.state === 'unverified') return moved(scope, from, 'provisioning')
  return from.state === 'provisioning' || from.state === 'drifted' ? from : null
}

/** The source says that it has given the grant: a claim, until it is proven. */
async function claimed(scope: OrgScope, grant: store.StoredGrant, mark?: string): Promise<store.StoredGrant> {
  const facts = { script: null, ...(mark && { mark }) }
  if (grant.state === 'drifted') {
    await deliveries.noteDelivery(scope, grant, facts)
    return { ...grant, ...facts }
  }
  return moved(scope, grant, 'unverified', facts)
}

async function moved(
  scope: OrgScope,
  grant: store.StoredGrant,
  to: GrantState,
  facts = {},
): Promise<store.StoredGrant> {
  const state = moveGrant(grant, to)
  const all = { ...facts, failedStage: null, problem: null }
  await deliveries.noteDelivery(scope, grant, all, { at: now(), state, by: 'system', note: null })
  return { ...grant, ...all, state }
}

type Proven = Parameters<typeof recordProof>[2]['probe']

async function settle(scope: OrgScope, grant: store.StoredGrant, probe: Proven, repair: boolean) {
  await withOrg(scope, async () => {
    const proof = { probe, occasion: repair ? ('repaired' as const) : ('delivered' as const), to: 'active' as const }
    if (!(await recordProof(scope, grant, proof)) || !probe.holds) return
    if (repair) return tellSuspended(scope, grant, null)
    await notify.tell(scope, {
      to: [grant.principalId],
      kind: 'access/grant.delivered',
      title: `${grant.productTitle}, ${grant.port} can be read in its source`,
      body: 'It was read as you. Make your credentials in My access.',
      link: '/access',
    })
  })
}
