import { createHash } from 'node:crypto'
import type { AdjustmentRule } from './rule-schema'
import type { ExpectationKind } from './schema'

/** Which rules have their time, by what was seen since an incident opened. */

/** What a rule is known by: it changes with anything that it says. */
export const ruleKey = (rule: AdjustmentRule): string =>
  createHash('sha256')
    .update(JSON.stringify([rule.when.kind, rule.when.breaches, rule.do, rule.note, rule.pauseHours]))
    .digest('hex')
    .slice(0, 24)

/** `breaches`: by what promises are about, in how many looks one was broken since the incident opened. */
export const dueRules = (
  rules: readonly AdjustmentRule[],
  breaches: ReadonlyMap<ExpectationKind, number>,
): AdjustmentRule[] => rules.filter(({ when }) => (breaches.get(when.kind) ?? 0) >= when.breaches)
