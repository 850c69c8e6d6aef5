import type { Query } from './compile/closure'
import type { Verdict } from './compile/policy-set'
import { crossCheck } from './cross-check'
import { type Ask, queryOf } from './facts'
import { type Loaded, loadedOf } from './loaded'
import type { Decision } from './schema'

/** Why everything is denied where an organisation's policies were not read first. */
const unread = 'stoa: the policies were not read'

/** Whether a principal may do something to a resource, and which policies say so. Deny wins; no match is deny. */
export function decide(ask: Ask): Decision {
  const loaded = loadedOf(ask.principal.orgId)
  if (!loaded) return { effect: 'deny', because: [unread] }
  const { effect, because } = decideBy(loaded, queryOf(ask))
  return { effect, because }
}

/** The same by policies that are given; now and then Cedar's own engine is asked as well, and where it differs the answer is no. */
function decideBy(loaded: Loaded, query: Query): Verdict {
  const verdict = loaded.set.decide(query)
  return crossCheck(loaded, query, verdict) ? verdict : { effect: 'deny', because: [], erred: [] }
}
