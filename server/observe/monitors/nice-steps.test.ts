import { describe, expect, it } from 'vitest'
import { niceSteps } from './nice-steps'

const day = 86_400

describe('steps of a round width', () => {
  it.each([
    ['number', 0, 24, { from: 0, step: 1, count: 24 }],
    ['number', -36, 151, { from: -40, step: 10, count: 20 }],
    ['number', 0.00305, 0.00495, { from: 0.003, step: 0.0001, count: 20 }],
    ['number', -1e12, 1e12, { from: -1e12, step: 1e11, count: 20 }],
    ['number', 7, 7, { from: 7, step: 1, count: 1 }],
    ['moment', 10 * day, 40 * day, { from: 10 * day, step: 2 * day, count: 15 }],
    ['moment', 0, 20 * 3_600, { from: 0, step: 3_600, count: 20 }],
    ['moment', 5, 5, { from: 5, step: 1, count: 1 }],
  ] as const)('of a %s from %d to %d', (kind, low, high, { from, step, count }) => {
    const made = niceSteps(kind, low, high)
    expect(made.from).toBeCloseTo(from, 9)
    expect(made.step).toBeCloseTo(step, 9)
    expect(made.count).toBe(count)
  })
})
