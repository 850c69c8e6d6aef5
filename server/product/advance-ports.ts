import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import { type Assessed, assessPorts } from './assess-ports'
import * as current from './current'
import { productChanged } from './events'
import { planPorts } from './plan-ports'
import { pointersOf, snapshotsOf, trace } from './pointer'
import * as store from './store'

type Outcome = 'moved' | 'held' | 'stays'
/** Times that a port is looked at again because another moved it meanwhile. */
const mostTurns = 5

/**
 * Moves readable ports to the newest snapshots of what they show, if every check that blocks holds on them: those that show one
 * asset, those of one version, or all of the organisation. Else a port stays where it is, and keeps why and since when. Asking
 * twice changes nothing more.
 */
export async function advancePorts(
  scope: OrgScope,
  which: { asset?: string; version?: string } = {},
): Promise<{ moved: number; held: number }> {
  const versions = which.version === undefined ? undefined : [which.version]
  const pointers = await store.listPointers(scope, { assetId: which.asset, versionIds: versions })
  const done = { moved: 0, held: 0, stays: 0 }
  const versionIds = [...new Set(pointers.map((pointer) => pointer.versionId))]
  for (const versionId of versionIds) {
    const version = await store.getVersion(scope, versionId)
    const heads = await store.listVersions(scope, [version.productId])
    if (!current.readable(heads).some((head) => head.id === versionId)) continue
    const ports = [...new Set(pointers.filter((each) => each.versionId === versionId).map((each) => each.port))]
    for (const port of ports) done[await advance(scope, version, port)] += 1
  }
  return { moved: done.moved, held: done.held }
}

async function advance(scope: OrgScope, version: store.Version, port: string): Promise<Outcome> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const there = (await store.listPointers(scope, { versionIds: [version.id] })).filter((each) => each.port === port)
    const [plan] = await planPorts(scope, version, port)
    if (!plan || plan.problems.length > 0 || stands(plan.shown, there)) return 'stays'
    const [assessed] = await assessPorts(scope, [plan], { keep: true })
    if (await settle(scope, version, assessed!, there)) return assessed!.held ? 'moved' : 'held'
  }
  return 'stays'
}

type ShownNow = { object: string; snapshot: { id: string } }[]
/** The port shows these snapshots already, was held back from exactly these, or was taken back from one of them. */
function stands(shown: ShownNow, pointers: store.Pointer[]) {
  const pairs = shown.map(({ object, snapshot }) => {
    return { id: snapshot.id, pointer: pointers.find((each) => each.object === object) }
  })
  if (pairs.some(({ id, pointer }) => pointer?.rolledFrom === id)) return true
  return pairs.every(({ id, pointer }) => pointer?.snapshotId === id || pointer?.heldSnapshot === id)
}

/** Writes what came of the checks; false if the port moved while they ran, so that older rows never take the place of newer ones. */
async function settle(scope: OrgScope, version: store.Version, assessed: Assessed, there: store.Pointer[]) {
  const { port, held, results } = assessed
  const { productId, id } = version
  return withOrg(scope, async (tx) => {
    const standing = await store.holdPointers(scope, { versionId: id, port })
    if (trace(standing) !== trace(there)) return false
    const at = now()
    const run = {
      id: newId('check'),
      versionId: id,
      port,
      occasion: 'advance' as const,
      snapshots: snapshotsOf(assessed),
      results,
      held,
      at,
    }
    await store.insertCheckRun(scope, run)
    const failed = results.filter((result) => result.blocking && !result.ok)
    if (held) await store.putPointers(scope, pointersOf(id, assessed, at))
    else {
      const why = failed
        .map((result) => `${result.title} (${result.detail ?? `measured ${result.measured}, ${result.expected}`})`)
        .join('; ')
      for (const { object, snapshot } of assessed.shown)
        await store.holdPointer(
          scope,
          { versionId: id, port, object },
          { snapshotId: snapshot.id, why: why.slice(0, 2_000), at },
        )
    }
    const action = held ? 'product.port_moved' : 'product.port_held'
    const detail = { port, version: version.version, failed: failed.map((result) => result.id) }
    await audit.record(scope, { actor: 'system', action, resource: { type: 'product', id: productId }, detail })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: productId } })
    return true
  })
}
