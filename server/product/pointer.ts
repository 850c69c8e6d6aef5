import type { Assessed } from './assess-ports'
import type { PortPlan } from './plan-ports'
import type { Pointer } from './store'

/** Where a port's objects point once its checks hold. */
export const pointersOf = (versionId: string, { port, shown, placed }: Assessed, at: Date): Pointer[] =>
  shown.map(({ object, assetId, columns, snapshot }): Pointer => {
    const place = placed.find((each) => each.object === object)
    const { storageKey, hash, rows, setAside, asideKey } = place ?? { ...snapshot, setAside: 0, asideKey: null }
    const free = { heldSnapshot: null, heldWhy: null, heldSince: null, rolledFrom: null }
    return {
      versionId,
      port,
      object,
      assetId,
      snapshotId: snapshot.id,
      storageKey,
      hash,
      rows,
      columns,
      setAside,
      asideKey,
      movedAt: at,
      ...free,
    }
  })

/** How a port stands, as one text. */
export const trace = (pointers: Pointer[]): string =>
  pointers
    .map(({ object, snapshotId, heldSnapshot }) => JSON.stringify([object, snapshotId, heldSnapshot]))
    .sort()
    .join()

export const snapshotsOf = ({ shown }: PortPlan) =>
  Object.fromEntries(shown.map((each) => [each.object, each.snapshot.id]))
