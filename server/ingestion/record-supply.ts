import type { RecordTable } from '@/server/connectors'
import type { OrgScope } from '@/server/platform/db'

/** The records of an organisation, as later stages keep them: no stage imports a later one, so the process that has them hands them in. */
type Supply = (scope: OrgScope) => readonly RecordTable[]

let supply: Supply = () => []

/** Says where records come from, once, as a process begins. */
export const supplyRecords = (from: Supply): void => {
  supply = from
}

export const recordsOf: Supply = (scope) => supply(scope)
