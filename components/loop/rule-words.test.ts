import { describe, expect, it } from 'vitest'
import { type AdjustmentRule, ruleActions } from '@/server/observe/rule-schema'
import { doings, ruleSentence } from './rule-words'

type Case = [rule: AdjustmentRule, sentence: string]

describe('a rule in a sentence', () => {
  it.each<Case>([
    [
      { when: { kind: 'freshness', breaches: 2 }, do: ['roll_back', 'tell'] },
      'When a promise of freshness is broken twice, roll the port back and tell its readers.',
    ],
    [
      { when: { kind: 'quality', breaches: 1 }, do: ['degrade'] },
      'When a promise of quality is broken, mark the port degraded.',
    ],
    // It is said in the order in which it is done, not in which it was written.
    [
      { when: { kind: 'drift', breaches: 5 }, do: ['tell', 'pause', 'rerun'] },
      'When an expectation of drift is broken 5 times, pause the port for 24 hours, read its sources again and tell its readers.',
    ],
    [
      { when: { kind: 'volume', breaches: 1 }, do: ['pause'], pauseHours: 1 },
      'When an expectation of volume is broken, pause the port for an hour.',
    ],
  ])('%j', (rule, sentence) => {
    expect(ruleSentence(rule)).toBe(sentence)
  })
  it('names what is done in the order in which it is done', () => expect(doings).toEqual(ruleActions))
})
