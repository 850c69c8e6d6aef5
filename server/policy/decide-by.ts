import type { Verdict } from './compile/policy-set'
import { crossCheck } from './cross-check'
import { type Ask, queryOf } from './facts'
import type { Loaded } from './loaded'
import { beyondSponsor, sponsorsAsk } from './sponsors-ask'

/**
 * What given policies decide. An agent may no more than its sponsor: that holds whatever the policies say, since they are asked about
 * both. Now and then Cedar's own engine is asked as well, and where it differs the answer is no.
 */
export function decideBy(loaded: Loaded, ask: Ask): Verdict {
  const query = queryOf(ask)
  const verdict = loaded.set.decide(query)
  if (!crossCheck(loaded, query, verdict)) return { effect: 'deny', because: [], erred: [] }
  const theirs = sponsorsAsk(ask)
  if (verdict.effect === 'deny' || !theirs) return verdict
  const { effect, erred } = decideBy(loaded, theirs)
  return effect === 'allow' ? verdict : { effect, because: [beyondSponsor], erred }
}
