import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { type Check, checksOf } from './check'
import type { Property } from './contract'
import type { Problem } from './problem'
import type { Shown } from './run-checks'
import type { Version } from './store'

export type PortPlan = { port: string; checks: Check[]; shown: (Shown & { assetId: string })[]; problems: Problem[] }

/** What each port of a version would show and promise: its checks, and the newest snapshot of each asset, or the one chosen for it. */
export async function planPorts(
  scope: OrgScope,
  version: Version,
  only?: string,
  chosen?: ReadonlyMap<string, string>,
): Promise<PortPlan[]> {
  const ports = (version.content.product.outputPorts ?? []).filter((port) => only === undefined || port.name === only)
  return Promise.all(
    ports.map(async (port) => {
      const at = version.contracts.findIndex((each) => each.contractId === port.contractId)
      const contract = version.contracts[at]!.value
      const bound = version.content.bound.filter((each) => each.contractId === contract.id)
      const problems: Problem[] = []
      const shown = await Promise.all(
        bound.map(async ({ object, assetId, ref, items }) => {
          const index = (contract.schema ?? []).findIndex((each) => each.name === object)
          const asset = await ingestion.getAsset(scope, assetId)
          // Items are shown as they are at each call: there is no copy to choose, and nothing to measure.
          if (items && asset.syncedAt) return []
          const wanted = chosen ? chosen.get(assetId) : asset.latestSnapshot
          const snapshot = wanted && (await ingestion.getSnapshot(scope, wanted))
          if (!snapshot) {
            const path = `contracts.${at}.schema.${index}.physicalName`
            problems.push({ path, message: `${ref} has no ${items ? 'items' : 'snapshot'} yet: sync it first` })
            return []
          }
          const columns = columnsOf(contract.schema?.[index]?.properties ?? [], snapshot.schema)
          return [{ object, assetId, columns, snapshot }]
        }),
      )
      return {
        port: port.name,
        checks: bound.some(({ items }) => items) ? [] : checksOf(contract, port.name, `contracts.${at}`),
        shown: shown.flat(),
        problems,
      }
    }),
  )
}

/** The promised columns that a snapshot has, by the asset's own names. */
const columnsOf = (properties: Property[], schema: { name: string; type: string }[]) =>
  properties.flatMap((property) => {
    const physical = property.physicalName ?? property.name
    const found = schema.find((column) => column.name === physical)
    return found ? [{ name: property.name, physical, type: found.type }] : []
  })
