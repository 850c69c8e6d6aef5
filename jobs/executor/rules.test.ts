import { describe, expect, test } from 'vitest'
import { bind, checkExpression, eventPath } from './expression'
import { accept, type FunctionConfig, type JobFunction } from './registration'
import { effectsOf, type Item, type Reply } from './reply'
import { isTriggered, planRun, tenantOf } from './run-plan'
import { dueAt, nextCron } from './schedule'

const event = { id: 'e', name: 'n', ts: 0, data: { org: 'org_1', key: 'k', none: null, deep: { a: 1 } } }

describe('a match', () => {
  test.each([
    [undefined, []],
    ['event.data.key == async.data.key', [{ path: ['data', 'key'], value: 'k' }]],
    [
      "async.data.a == 'x' && async.data.b == 2",
      [
        { path: ['data', 'a'], value: 'x' },
        { path: ['data', 'b'], value: 2 },
      ],
    ],
    ['async.data.none == event.data.none', [{ path: ['data', 'none'], value: null }]],
    // What is absent equals nothing.
    ['event.data.absent == async.data.absent', null],
    ['event.data.constructor == async.data.constructor', null],
    ["event.data.key == 'k'", []],
    ["event.data.key == 'other'", null],
  ])('%s', (expression, expected) => expect(bind(expression, event)).toEqual(expected))

  test.each([
    'event.data.n > 1',
    'event.data.a == 1 || true',
    'async.a == async.b',
    'size(event.data.a) == 1',
    ''.padEnd(3),
  ])('refuses %s', (expression) => expect(() => checkExpression(expression, true)).toThrow('unsupported expression'))
  test('an object equals nothing we know', () =>
    expect(() => bind('event.data.deep == async.data.deep', event)).toThrow('object'))
  test('a trigger has nothing arriving to compare', () =>
    expect(() => checkExpression('async.data.a == 1', false)).toThrow())
  test('a key is one field of the event', () => {
    expect(eventPath('event.data.org')).toEqual(['data', 'org'])
    expect(() => eventPath('event.data.a + event.data.b')).toThrow('unsupported')
  })
})

describe('time', () => {
  test.each([
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['1.5s', 1500],
    ['1970-01-01T00:01:00Z', 60_000],
  ])('%s', (text, at) => expect(dueAt(text, 0)).toBe(at))
  test('nonsense is refused', () => expect(() => dueAt('soon', 0)).toThrow('unsupported time'))
  test('a cron is in UTC, or where it says', () => {
    expect(nextCron('0 5 * * *', new Date(0)).toISOString()).toBe('1970-01-01T05:00:00.000Z')
    expect(nextCron('TZ=Asia/Tokyo 0 5 * * *', new Date(0)).toISOString()).toBe('1970-01-01T20:00:00.000Z')
  })
})

const config = (more: object): FunctionConfig => ({ id: 'f', triggers: [{ event: 'n' }], steps: { step: {} }, ...more })

test.each([
  [{ throttle: {} }, 'f: throttle'],
  [{ rateLimit: {} }, 'f: rateLimit'],
  [{ debounce: {} }, 'f: debounce'],
  [{ priority: {} }, 'f: priority'],
  [{ batchEvents: {} }, 'f: batchEvents'],
  [{ singleton: {} }, 'f: singleton'],
  [{ timeouts: {} }, 'f: timeouts'],
  [{ concurrency: [{ limit: 1 }, { limit: 2 }] }, 'f: concurrency (more than one)'],
  [{ concurrency: { limit: 1, scope: 'env' } }, 'f: concurrency scope env'],
  [{ concurrency: { limit: 1, key: 'event.data.a + "x"' } }, 'f: concurrency key'],
  [{ triggers: [{ event: 'a/*' }] }, 'f: wildcard trigger a/*'],
  [{ triggers: [{ event: 'inngest/function.finished' }] }, 'f: trigger inngest/function.finished'],
  [{ triggers: [{ cron: 'now and then' }] }, 'f: cron'],
  [{ triggers: [{ cron: '* * * * *', jitter: '1s' }] }, 'f: cron jitter'],
  [{ cancel: [{ event: 'stop', timeout: '1h' }] }, 'f: cancelOn timeout'],
])('refuses %j by name', (more, fault) => expect(accept(config(more)).faults[0]).toContain(fault))

const fn = (more: object = {}): JobFunction => accept(config(more)).fn

describe('a run', () => {
  test('stands in the lane of its key', () =>
    expect(planRun(fn({ concurrency: { limit: 2, key: 'event.data.org' } }), event)).toMatchObject({
      lane: 'f:org_1',
      cap: 2,
      tenant: 'org_1',
    }))
  test('without a key, in that of its tenant', () =>
    expect(planRun(fn(), event)).toMatchObject({ lane: 'f:org_1', cap: null }))
  test('with one cap for all, in one lane', () =>
    expect(planRun(fn({ concurrency: 3 }), event)).toMatchObject({ lane: 'f:', cap: 3 }))
  test('a failure belongs to the tenant whose run failed', () =>
    expect(tenantOf({ ...event, data: { event } })).toBe('org_1'))
  test('is triggered by its event alone', () => {
    expect(isTriggered(fn(), event)).toBe(true)
    expect(isTriggered(fn(), { ...event, name: 'other' })).toBe(false)
    expect(isTriggered(fn({ triggers: [{ event: 'n', expression: "event.data.key == 'z'" }] }), event)).toBe(false)
  })
})

describe('a reply', () => {
  const item: Item = {
    run_id: 'r',
    step_id: 'step',
    attempt: 0,
    lost: 0,
    run: { fn: 'f', event, attempts: 2, parallel: false },
    steps: {},
    stack: [],
  }
  const around = { functions: [fn()], now: 1000, backoffMs: 10 }
  const said = (status: number, body: unknown, more: object = {}): Reply => ({
    kind: 'answered',
    status,
    body,
    noRetry: false,
    ...more,
  })
  const error = { name: 'Error', message: 'm' }
  test.each<[string, Partial<Item>, Reply, unknown]>([
    ['no connection costs no attempt', {}, { kind: 'refused' }, [{ do: 'retry', attempt: 0, lost: 0, at: 1250 }]],
    [
      'gone with the app: tried again',
      {},
      { kind: 'lost', why: 'x' },
      [{ do: 'retry', attempt: 0, lost: 1, at: 1250 }],
    ],
    [
      'the app went away again and again: tried ever later',
      { lost: 5 },
      { kind: 'lost', why: 'x' },
      [{ do: 'retry', attempt: 0, lost: 6, at: 9000 }],
    ],
    [
      'gone too often: a dead letter',
      { lost: 19 },
      { kind: 'lost', why: 'x' },
      [expect.objectContaining({ do: 'end', status: 'failed' })],
    ],
    ['done', {}, said(200, 7), [{ do: 'end', status: 'completed', output: 7 }]],
    ['thrown: tried again', {}, said(500, error), [{ do: 'retry', attempt: 1, lost: 0, at: 1010 }]],
    ['thrown for the last time', { attempt: 1 }, said(500, error), [{ do: 'end', status: 'failed', output: error }]],
    [
      'thrown, and says not to try again',
      {},
      said(400, error, { noRetry: true }),
      [{ do: 'end', status: 'failed', output: error }],
    ],
    [
      'asks for a time in seconds',
      {},
      said(500, error, { retryAfter: '3' }),
      [{ do: 'retry', attempt: 1, lost: 0, at: 4000 }],
    ],
    [
      'asks for nonsense: the usual backoff',
      {},
      said(500, error, { retryAfter: 'x' }),
      [{ do: 'retry', attempt: 1, lost: 0, at: 1010 }],
    ],
    ['a step', {}, said(206, [{ id: 's', op: 'StepRun', data: 1 }]), [{ do: 'memo', step: 's', result: { data: 1 } }]],
    [
      'a step that gave nothing',
      {},
      said(206, [{ id: 's', op: 'StepRun' }]),
      [{ do: 'memo', step: 's', result: { data: null } }],
    ],
    [
      'a step that threw for good',
      {},
      said(206, [{ id: 's', op: 'StepFailed', error }]),
      [{ do: 'memo', step: 's', result: { error } }],
    ],
    ['a sleep', {}, said(206, [{ id: 's', op: 'Sleep', name: '1s' }]), [{ do: 'wait', step: 's', at: 2000 }]],
    [
      'a wait that nothing can match is a timer',
      {},
      said(206, [
        { id: 's', op: 'WaitForEvent', opts: { event: 'e', if: 'event.data.absent == async.data.x', timeout: '1s' } },
      ]),
      [{ do: 'wait', step: 's', at: 2000 }],
    ],
    [
      'an invocation of nobody',
      {},
      said(206, [{ id: 's', op: 'InvokeFunction', opts: { function_id: 'g' } }]),
      [expect.objectContaining({ do: 'memo', result: { error: expect.anything() } })],
    ],
    [
      'several steps are parallel',
      {},
      said(206, [
        { id: 'a', op: 'StepPlanned' },
        { id: 'b', op: 'StepPlanned' },
      ]),
      [{ do: 'parallel' }, { do: 'plan', step: 'a' }, { do: 'plan', step: 'b' }],
    ],
    [
      'what we lack fails the run by name',
      {},
      said(206, [{ id: 's', op: 'WaitForSignal' }]),
      [{ do: 'end', status: 'failed', output: { name: 'Error', message: 'unsupported step: WaitForSignal' } }],
    ],
  ])('%s', (_, more, reply, expected) => expect(effectsOf({ ...item, ...more }, reply, around)).toEqual(expected))
})
