import { describe, expect, it } from 'vitest'
import { questionOf } from './question'
import { terms } from './word'

describe('a question', () => {
  it.each([
    ['Customer churn', 'customer churn'],
    ['  the CUSTOMER   churn?! ', 'customer churn'],
    ['How many customers do we have', 'customers'],
    ['churnRate by Übergrößen', 'churn rate ubergrossen'],
    ['churn churn customer', 'churn customer'],
    ['売上', '売 上'],
    ['the', 'the'],
    ['x', null],
    ['  ', null],
    ["' | ! & :*", null],
    ['a'.repeat(64), 'a'.repeat(64)],
    [`${'a'.repeat(64)} ${'b'.repeat(64)}`, null],
  ])('%j is kept as %j', (q, kept) => expect(questionOf(q)).toBe(kept))

  it.each(['Customer churn', 'depDelay of the airport', '売上 report', 'İstanbul ﬁle', '2nd of the 3rd'])(
    'kept of %j asks for the same again',
    (q) => {
      const kept = questionOf(q)!
      expect(terms(kept)).toEqual(terms(q))
      expect(questionOf(kept)).toBe(kept)
    },
  )
})
