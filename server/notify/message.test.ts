import { describe, expect, it } from 'vitest'
import { nextTry } from './backoff'
import { signature } from './signature'

it('a message is signed as in the example of the standard', () =>
  // github.com/standard-webhooks: spec, "Signature scheme".
  expect(
    signature('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1614265330,
      body: '{"test": 2432232314}',
    }),
  ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='))

describe('a message that did not arrive', () => {
  const at = new Date('2026-11-25T12:00:00Z')
  it.each([
    [1, 5],
    [2, 60],
    [3, 300],
    [7, 36_000],
    [8, null],
  ])('after try %i is tried again in %s s', (attempts, seconds) =>
    expect(nextTry(attempts, at)?.getTime() ?? null).toBe(seconds === null ? null : at.getTime() + seconds * 1_000),
  )
})
