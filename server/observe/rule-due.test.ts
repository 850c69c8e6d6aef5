import { describe, expect, it } from 'vitest'
import { dueRules, ruleKey } from './rule-due'
import { type AdjustmentRule, ruleItems } from './rule-schema'

const rule = (
  kind: AdjustmentRule['when']['kind'],
  breaches: number,
  more: Partial<AdjustmentRule> = {},
): AdjustmentRule => {
  return { when: { kind, breaches }, do: ['tell'], ...more }
}

describe('a rule', () => {
  it.each([
    ['has not its time before it was broken so often', 2, 1, 0],
    ['has it then', 2, 2, 1],
    ['has it still after', 2, 9, 1],
    ['has none for what was never broken', 1, 0, 0],
  ])('%s', (_, wanted, seen, due) => {
    expect(dueRules([rule('freshness', wanted)], new Map([['freshness', seen]]))).toHaveLength(due)
    expect(dueRules([rule('quality', wanted)], new Map([['freshness', seen]]))).toHaveLength(0)
  })

  it('is another once it says anything else', () => {
    const all = [
      rule('freshness', 2),
      rule('freshness', 3),
      rule('quality', 2),
      rule('freshness', 2, { do: ['degrade'] }),
      rule('freshness', 2, { note: 'x' }),
      rule('freshness', 2, { do: ['pause'], pauseHours: 2 }),
    ]
    expect(new Set(all.map(ruleKey)).size).toBe(all.length)
    expect(ruleKey(rule('freshness', 2))).toBe(ruleKey(rule('freshness', 2)))
  })

  it.each([
    ['nothing to do', { ...rule('quality', 1), do: [] }],
    ['the same twice', { ...rule('quality', 1), do: ['tell', 'tell'] }],
    ['what no rule may do', { ...rule('quality', 1), do: ['new_version'] }],
    ['never', { ...rule('quality', 0) }],
    ['hours without a pause', { ...rule('quality', 1), pauseHours: 2 }],
    ['a pause without end', { ...rule('quality', 1), do: ['pause'], pauseHours: 721 }],
    ['a word it does not know', { ...rule('quality', 1), after: 'x' }],
  ])('is refused with %s', (_, item) => expect(ruleItems.safeParse([item]).success).toBe(false))

  it('is refused where it stands twice, at its place', () => {
    const twice = ruleItems.safeParse([rule('quality', 1), rule('quality', 2), rule('quality', 1)])
    expect(twice.error?.issues).toMatchObject([{ path: [2], message: 'says the same as one before it' }])
  })
})
