import { decideBy } from './decide-by'
import type { Ask } from './facts'
import { loadedOf } from './loaded'
import type { Decision } from './schema'

/** Why everything is denied where an organisation's policies were not read first. */
const unread = 'stoa: the policies were not read'

/** Whether a principal may do something to a resource, and which policies say so. Deny wins; no match is deny. */
export function decide(ask: Ask): Decision {
  const loaded = loadedOf(ask.principal.orgId)
  if (!loaded) return { effect: 'deny', because: [unread] }
  const { effect, because } = decideBy(loaded, ask)
  return { effect, because }
}
