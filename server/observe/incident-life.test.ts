import { describe, expect, it } from 'vitest'
import { obstacle, whenGone, whenSeen } from './incident-life'

const at = (state: 'open' | 'acknowledged' | 'resolved' | 'regressed', quiet = false) => ({ state, quiet })

describe('an incident', () => {
  it.each([
    [null, 'opens'],
    [at('open'), 'seen'],
    [at('acknowledged'), 'seen'],
    [at('regressed'), 'seen'],
    [at('resolved'), 'regresses'],
    [at('resolved', true), 'seen'],
  ] as const)('%j that is seen: %s', (incident, becomes) => expect(whenSeen(incident)).toBe(becomes))

  it.each([
    [at('open'), 'recovers'],
    [at('acknowledged'), 'recovers'],
    [at('regressed'), 'recovers'],
    [at('resolved'), 'stays'],
    [at('resolved', true), 'ends'],
  ] as const)('%j that is seen no more: %s', (incident, becomes) => expect(whenGone(incident)).toBe(becomes))

  it.each([
    ['acknowledge', 'open', null],
    ['acknowledge', 'regressed', null],
    ['acknowledge', 'acknowledged', 'This incident is acknowledged already.'],
    ['acknowledge', 'resolved', 'This incident is resolved already.'],
    ['resolve', 'open', null],
    ['resolve', 'acknowledged', null],
    ['resolve', 'regressed', null],
    ['resolve', 'resolved', 'This incident is resolved already.'],
  ] as const)('%s of one that is %s: %s', (step, state, expected) => expect(obstacle(step, state)).toBe(expected))
})
