import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import { type Assessed, assessPorts } from './assess-ports'
import * as current from './current'
import { productChanged } from './events'
import { planPorts } from './plan-ports'
import { pointersOf, snapshotsOf } from './pointer'
import * as store from './store'

/**
 * After a sync: moves each readable port that shows the asset to the newest snapshots, if every check that blocks holds on them. Else the
 * port stays where it is, and keeps why and since when. Asking twice changes nothing more.
 */
export async function advancePorts(scope: OrgScope, asset: string): Promise<{ moved: number; held: number }> {
  const pointers = await store.listPointers(scope, { assetId: asset })
  const done = { moved: 0, held: 0 }
  const versionIds = [...new Set(pointers.map((pointer) => pointer.versionId))]
  for (const versionId of versionIds) {
    const version = await store.getVersion(scope, versionId)
    const heads = await store.listVersions(scope, [version.productId])
    if (!current.readable(heads).some((head) => head.id === versionId)) continue
    const ports = [...new Set(pointers.filter((each) => each.versionId === versionId).map((each) => each.port))]
    for (const port of ports) {
      const [plan] = await planPorts(scope, version, port)
      const there = await store.listPointers(scope, { versionIds: [versionId] })
      if (
        !plan ||
        plan.problems.length > 0 ||
        stands(
          plan.shown,
          there.filter((each) => each.port === port),
        )
      )
        continue
      const [assessed] = await assessPorts(scope, [plan], { keep: true })
      await settle(scope, version, assessed!)
      done[assessed!.held ? 'moved' : 'held'] += 1
    }
  }
  return done
}

/** The port shows these snapshots already, or was held back from exactly these. */
function stands(shown: { object: string; snapshot: { id: string } }[], pointers: store.Pointer[]) {
  return shown.every(({ object, snapshot }) => {
    const pointer = pointers.find((each) => each.object === object)
    return pointer?.snapshotId === snapshot.id || pointer?.heldSnapshot === snapshot.id
  })
}

async function settle(scope: OrgScope, version: store.Version, assessed: Assessed) {
  const { port, held, results } = assessed
  const { productId, id } = version
  await withOrg(scope, async (tx) => {
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
  })
}
