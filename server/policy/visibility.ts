import { mintVisibility, type Visibility } from '@/server/catalog/schema'
import { and, type Formula, sizeOf } from '@/server/platform/filter'
import type { Principal } from '@/server/tenancy/schema'
import { names } from './compile/expression'
import type { Mapping } from './compile/mapping'
import { residualOf, rowsOf } from './compile/residual'
import { openQueryOf } from './facts'
import { type Loaded, loadedOf } from './loaded'
import type { Circumstances } from './schema'
import { sightOf } from './sight'
import { productTable } from './tables'

/** Comparisons that are kept ready for one version of the policies; those made longest ago go first. */
const mostKept = 50_000
const action = 'discover'

type Kept = {
  /** Policies that ask under which circumstances: then nothing holds for longer than one request. */
  hangsOnContext: boolean
  known: Map<string, Visibility>
  table: Mapping
  comparisons: number
}
const kept = new WeakMap<Loaded, Kept>()

/** What a principal may find: the policies of a single decision, compiled into one condition over what the catalog keeps. */
export function visibility(principal: Principal, circumstances?: Circumstances): Visibility {
  const loaded = loadedOf(principal.orgId)
  if (!loaded) return mintVisibility({ all: false, published: false, domains: [], filter: null })
  const ready = keptOf(loaded, principal.orgId)
  if (ready.hangsOnContext) return made(loaded, principal, circumstances)
  const key = keyOf(principal)
  const before = ready.known.get(key)
  if (before) return before
  const now = made(loaded, principal, circumstances)
  ready.known.set(key, now)
  ready.comparisons += weightOf(now)
  for (const [oldest, one] of ready.known) {
    if (ready.comparisons <= mostKept) break
    ready.known.delete(oldest)
    ready.comparisons -= weightOf(one)
  }
  return now
}

const weightOf = ({ filter, domains }: Visibility) => 1 + domains.length + (filter ? sizeOf(filter) : 0)

function keptOf(loaded: Loaded, orgId: string): Kept {
  const before = kept.get(loaded)
  if (before) return before
  const hangsOnContext = loaded.set.of(action).some(({ whole }) => names(whole, 'context'))
  const made = { hangsOnContext, known: new Map<string, Visibility>(), table: productTable(orgId), comparisons: 0 }
  kept.set(loaded, made)
  return made
}

/** All that policies may know of a principal; each request loads them anew. */
const keyOf = ({ id, type, email, role, domains, agent }: Principal): string =>
  JSON.stringify([id, type, email, role, domains.map((one) => [one.id, one.role]), agent?.purpose]) +
  (agent ? keyOf(agent.sponsor) : '')

const made = (loaded: Loaded, principal: Principal, circumstances?: Circumstances) =>
  mintVisibility(sightOf(formulaOf(loaded, principal, circumstances)))

function formulaOf(loaded: Loaded, principal: Principal, circumstances?: Circumstances): Formula {
  const query = openQueryOf(principal, action, 'Product', circumstances)
  const own = rowsOf(residualOf(loaded.set, query, keptOf(loaded, principal.orgId).table))
  const sponsor = principal.agent?.sponsor
  if (!sponsor) return own
  // An agent finds no more than its sponsor.
  const theirs = formulaOf(loaded, sponsor, circumstances)
  return covers(theirs, own) ? own : and(own, theirs)
}

const partsOf = (formula: Formula) => (formula.is === 'or' ? formula.parts : [formula])
/** Whether all that one condition lets through, part by part, another does plainly too. */
function covers(wide: Formula, narrow: Formula): boolean {
  if (wide.is === 'true') return true
  const known = new Set(partsOf(wide).map((part) => JSON.stringify(part)))
  return partsOf(narrow).every((part) => known.has(JSON.stringify(part)))
}
