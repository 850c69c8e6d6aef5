import type { AdjustmentRule, RuleAction } from '@/server/observe/rule-schema'
import type { ExpectationKind } from '@/server/observe/schema'

/** How rules are said. */

/** What is broken, as a sentence about it begins. */
export const brokenWords: Record<ExpectationKind, string> = {
  schema: 'a promise of its schema',
  quality: 'a promise of quality',
  freshness: 'a promise of freshness',
  volume: 'an expectation of volume',
  drift: 'an expectation of drift',
  metric: 'an expectation of a metric',
  relation: 'an expectation of a relation',
  access: 'an expectation of access',
  service_level: 'an expectation of a service level',
}

const usualPause = 24 // hours
const doingWords: Record<RuleAction, (rule: AdjustmentRule) => string> = {
  degrade: () => 'mark the port degraded',
  pause: ({ pauseHours: hours = usualPause }) => `pause the port for ${hours === 1 ? 'an hour' : `${hours} hours`}`,
  rerun: () => 'read its sources again',
  roll_back: () => 'roll the port back',
  tell: () => 'tell its readers',
}
/** What a rule may do, in the order in which it is done. */
export const doings = Object.keys(doingWords) as RuleAction[]

const times = (count: number) => (count === 1 ? '' : count === 2 ? ' twice' : ` ${count} times`)
const listed = (all: string[]) =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`

/** "When a promise of freshness is broken twice, roll the port back and tell its readers." In the order in which it is done. */
export function ruleSentence(rule: AdjustmentRule): string {
  const { kind, breaches } = rule.when
  const doing = doings.filter((action) => rule.do.includes(action)).map((action) => doingWords[action](rule))
  return `When ${brokenWords[kind]} is broken${times(breaches)}, ${listed(doing)}.`
}
