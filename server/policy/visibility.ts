import { mintVisibility, type Visibility } from '@/server/catalog/schema'
import { and, type Formula } from '@/server/platform/filter'
import type { Principal } from '@/server/tenancy/schema'
import { residualOf, rowsOf } from './compile/residual'
import { openQueryOf } from './facts'
import { type Loaded, loadedOf } from './loaded'
import { sightOf } from './sight'
import { productTable } from './tables'

const kept = new WeakMap<Loaded, WeakMap<Principal, Visibility>>()

/** What a principal may find: the policies of a single decision, compiled into one condition over what the catalog keeps. */
export function visibility(principal: Principal): Visibility {
  const loaded = loadedOf(principal.orgId)
  if (!loaded) return mintVisibility({ all: false, published: false, domains: [], filter: null })
  const own = kept.get(loaded) ?? new WeakMap<Principal, Visibility>()
  kept.set(loaded, own)
  const before = own.get(principal)
  if (before) return before
  const made = mintVisibility(sightOf(formulaOf(loaded, principal)))
  own.set(principal, made)
  return made
}

function formulaOf(loaded: Loaded, principal: Principal): Formula {
  const query = openQueryOf(principal, 'discover', 'Product')
  const own = rowsOf(residualOf(loaded.set, query, productTable(principal.orgId)))
  const sponsor = principal.agent?.sponsor
  if (!sponsor) return own
  // An agent finds no more than its sponsor.
  const theirs = formulaOf(loaded, sponsor)
  return covers(theirs, own) ? own : and(own, theirs)
}

const partsOf = (formula: Formula) => (formula.is === 'or' ? formula.parts : [formula])
/** Whether all that one condition lets through, part by part, another does plainly too. */
function covers(wide: Formula, narrow: Formula): boolean {
  if (wide.is === 'true') return true
  const known = new Set(partsOf(wide).map((part) => JSON.stringify(part)))
  return partsOf(narrow).every((part) => known.has(JSON.stringify(part)))
}
