import { expect, it } from 'vitest'
import { usualTime } from './usual-time'

const start = new Date('2026-03-01T00:00:00Z')
const after = (hours: number | null, state = 'approved', decidedBy = 'mem_a') => ({
  state,
  decidedBy,
  createdAt: start,
  decidedAt: hours === null ? null : new Date(start.getTime() + hours * 3_600_000),
})

it.each([
  ['nothing was decided', [], null],
  ['one was', [after(5)], { hours: 5, of: 1 }],
  ['the middle of three', [after(90), after(1), after(4, 'rejected')], { hours: 4, of: 3 }],
  ['the lower middle of two', [after(9), after(2)], { hours: 2, of: 2 }],
  [
    'what nobody decided does not count',
    [after(700, 'timed_out'), after(1, 'withdrawn'), after(0, 'approved', 'policy')],
    null,
  ],
  ['minutes count as parts of an hour', [after(0.26)], { hours: 0.3, of: 1 }],
])('%s', (_, decided, expected) => {
  expect(usualTime(decided)).toEqual(expected)
})
