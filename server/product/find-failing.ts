import type { OrgScope } from '@/server/platform/db'
import { checksOf } from './check'
import { compileCheck } from './compile-check'
import * as current from './current'
import { findPort } from './find-port'
import { canMeasure, columnsOf } from './judge'
import * as store from './store'

/** Which rows of an object fail a check. `where`: the condition, over the contract's names; `over`: it looks at other rows too, so that SQL asks it after them. */
type Failing = { object: string; several: boolean; columns: string[]; where: string; over: boolean }

/** How a check of a port's contract tells the rows that fail it; null where there is no such check, or it is about no single rows. */
export async function findFailing(
  scope: OrgScope,
  { check: id, ...ask }: { productId: string; port: string; check: string },
): Promise<Failing | null> {
  const port = await findPort(scope, ask)
  const known = port && (await store.findReadable(scope, ask.productId))
  const head = known && current.newestWithin(known.versions, port.major)
  if (!head) return null
  const { contracts } = await store.getPorts(scope, head.id)
  const contract = contracts.find(({ contractId }) => contractId === port.contractId)?.value
  const check = contract && checksOf(contract, port.name, '').find((one) => one.id === id)
  const object = check && port.objects.find(({ name }) => name === check.object)
  if (!object) return null
  const table = { object: object.name, columns: object.columns.map(({ name, type }) => ({ name, type })) }
  const where = canMeasure(check, table) ? compileCheck(check, table).failing : null
  if (where === null) return null
  const read = columnsOf(check.measure, check.property)
  const over = check.measure.by === 'duplicates'
  // Which of equal rows comes first is settled by all their columns; what an author's condition reads may be any of them.
  const columns = over || read.length === 0 ? table.columns.map(({ name }) => name) : read
  return { object: object.name, several: port.objects.length > 1, columns, where, over }
}
