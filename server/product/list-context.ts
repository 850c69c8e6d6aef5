import type { OrgScope } from '@/server/platform/db'
import { factsOf } from './product-facts'
import { listOfType } from './store'

/** Of an organisation's context products, the most that are looked through for one search. */
const most = 500

/** The context products that readers can reach, as policy is asked about them. */
export const listContext = async (scope: OrgScope) =>
  (await listOfType(scope, 'context', most)).map((row) => factsOf(row))
