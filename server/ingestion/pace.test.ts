import { describe, expect, it } from 'vitest'
import { pace } from './pace'

describe('pace', () => {
  it.each([
    [{ done: 0, total: 10, startedAt: '2001-01-01T00:00:00Z' }, {}],
    [
      { done: 50, total: 100, startedAt: '2001-01-01T00:00:00Z' },
      { rate: 5, timeLeft: 10 },
    ],
    [{ done: 150, total: 100, startedAt: '2001-01-01T00:00:00Z' }, { rate: 15 }],
  ])('%j is %j', (run, is) => expect(pace(run, new Date('2001-01-01T00:00:10Z'))).toEqual(is))
})
