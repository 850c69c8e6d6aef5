import { and, type Formula, no, or, sizeOf, untrue } from '@/server/platform/filter'
import type { Query } from './closure'
import type { Mapping } from './mapping'
import { evaluate, isKnown, type Known } from './operand'
import type { Policy } from './policy'
import type { PolicySet } from './policy-set'
import { Untranslatable } from './refusal'
import { truthOfAll } from './truth'

/** Comparisons that the formulas of one policy may come to. */
const largest = 2_000

/** What is left of the policies that reach a principal, once everything but the row is known. */
export type Residual = {
  permits: { policy: Policy; when: Formula }[]
  /** `unless` is where the forbid does not stand: it must be provably false, so that one that errs forbids. */
  forbids: { policy: Policy; unless: Formula }[]
  /** Forbids that take the plain value of some columns alone. */
  masking: { policy: Policy; unless: Formula }[]
}

/** At save: throws, naming the policy, if any principal could make it untranslatable. What passes never fails later. */
export function demandTranslatable(policies: readonly Policy[], mapping: Mapping): void {
  for (const policy of policies) {
    const { whenTrue, whenFalse } = truthOfAll(policy.whole, { query: null, mapping, policy: policy.id })
    const size = sizeOf(whenTrue) + sizeOf(whenFalse)
    if (size > largest)
      throw new Untranslatable(policy.id, `comes to ${size} comparisons; at most ${largest} are translated`)
  }
}

function isOut(policy: Policy, known: Known): boolean {
  for (const part of policy.parts) if (isKnown(part) && evaluate(part, known)?.value !== true) return true
  return false
}

/** The policies of an action over the rows of a mapping, as formulas. */
export function residualOf(set: PolicySet, query: Query, mapping: Mapping): Residual {
  const residual: Residual = { permits: [], forbids: [], masking: [] }
  for (const policy of set.reaching(query)) {
    const known = { query, mapping, policy: policy.id }
    if (policy.forbids) {
      const unless = truthOfAll(policy.whole, known).whenFalse
      const into = policy.masks.size > 0 ? residual.masking : residual.forbids
      if (unless.is !== 'true') into.push({ policy, unless })
      continue
    }
    // One part that is known and not true: it permits no row, and nothing else of it need be looked at.
    const when = isOut(policy, known) ? no : truthOfAll(policy.whole, known).whenTrue
    if (when.is !== 'false') residual.permits.push({ policy, when })
  }
  return residual
}

/** Which rows: those of any permit and of no forbid. */
export const rowsOf = ({ permits, forbids }: Residual): Formula =>
  and(...forbids.map(({ unless }) => unless), or(...permits.map(({ when }) => when)))

/** The same in Cedar's own way, where a forbid that errs is skipped: what the oracle is asked. */
export const rowsAsCedar = (set: PolicySet, query: Query, mapping: Mapping): Formula => {
  const forbids = set
    .reaching(query)
    .filter(({ forbids }) => forbids)
    .map((policy) => untrue(truthOfAll(policy.whole, { query, mapping, policy: policy.id }).whenTrue))
  return and(...forbids, or(...residualOf(set, query, mapping).permits.map(({ when }) => when)))
}
