import { expect, it } from 'vitest'
import { nextDue, timesOutAt, type Waiting } from './request-times'

const pace = { remindAfter: 24, climbAfter: 72, timeOutAfter: 720, answerWithin: 336 }
const start = new Date('2026-03-01T00:00:00Z')
const hours = (n: number) => new Date(start.getTime() + n * 3_600_000)
const waiting = (more: Partial<Waiting>): Waiting => {
  return { state: 'submitted', movedAt: start, remindedAt: null, climbed: 0, ...more }
}

it.each<[string, Partial<Waiting>, string, number]>([
  ['a new one is reminded of after a day', {}, 'remind', 24],
  ['a reminded one climbs after the service level', { remindedAt: hours(24) }, 'climb', 72],
  ['one that has climbed climbs again', { remindedAt: hours(24), climbed: 1 }, 'climb', 144],
  ['one that can climb no further times out', { remindedAt: hours(24), climbed: null }, 'time_out', 720],
  ['a question is reminded of', { state: 'info_needed' }, 'remind', 24],
  ['a question does not climb', { state: 'info_needed', remindedAt: hours(24) }, 'time_out', 336],
  ['an answer begins anew', { movedAt: hours(100), remindedAt: hours(24) }, 'remind', 124],
])('%s', (_, request, what, at) => {
  expect(nextDue(waiting(request), pace)).toEqual({ what, at: hours(at) })
})

it('ends when it says it would', () => {
  expect(timesOutAt(waiting({}), pace)).toEqual(hours(720))
  expect(timesOutAt(waiting({ state: 'info_needed' }), pace)).toEqual(hours(336))
})
