import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type EngineWorld, engine, lateMax, startEngine } from '../trial/engine'
import { until } from '../trial/world'

// What every engine must do, ours (`npm test`) and the real Inngest server (`npm run test:engines`): where they differ, both say how.
vi.setConfig({ testTimeout: 150_000, hookTimeout: 150_000 })
let world: EngineWorld
const org = 'org_1'
const send = (name: string, data: Record<string, unknown> = { org }, id?: string) =>
  world.client.send({ name, data, id })

beforeAll(async () => {
  world = await startEngine()
})
afterAll(() => world?.stop())
beforeEach(async () => {
  world.switches.broken = true
  await world.forget()
})
const heard = () => world.notes.map((note) => note.what).filter((what) => what !== 'tick')
const settled = () => new Promise((resolve) => setTimeout(resolve, engine === 'ours' ? 100 : 2000))

test('each step runs once and its result is remembered', async () => {
  await send('steps')
  const [run] = await world.ended('steps')
  expect(run).toMatchObject({ status: 'completed', output: { sum: 3 } })
  expect(heard()).toEqual(['one', 'two', 'three'])
})

test('a step that throws is tried again, with backoff', async () => {
  await send('retried')
  const [run] = await world.ended('retried')
  expect(run).toMatchObject({ status: 'completed', output: 2 })
  expect(heard()).toEqual(['shaky 0', 'shaky 1', 'shaky 2'])
})

test('an error that says so is not tried again, and the function may catch it', async () => {
  await send('hopeless')
  const [run] = await world.ended('hopeless')
  expect(run).toMatchObject({ status: 'completed', output: 'no use' })
  expect(heard()).toEqual(['never'])
})

test('an error may ask when to be tried again', async () => {
  await send('asked')
  await world.ended('asked')
  const [first, second] = world.notes.filter((note) => note.what.startsWith('later'))
  // Of the two seconds that it asks for; the real server counts in whole ones, and the first may be nearly over.
  expect(second!.at - first!.at).toBeGreaterThan(900)
})

test('a sleep frees the app and ends on time', async () => {
  await send('sleeper')
  await world.ended('sleeper')
  const at = (what: string) => world.notes.find((note) => note.what === what)!.at
  expect(at('after') - at('before')).toBeGreaterThanOrEqual(395)
  expect(at('after') - at('before')).toBeLessThan(400 + lateMax)
})

test('a wait ends with the event that matches, and only with that', async () => {
  await send('waiter', { org, key: 'k1', timeout: '60s' })
  await world.waiting(1)
  await send('answer', { org, key: 'k2', word: 'wrong' })
  await send('answer', { org, word: 'nobody’s' })
  await send('answer', { org, key: 'k1', word: 'right' })
  expect((await world.ended('waiter'))[0]).toMatchObject({ status: 'completed', output: 'right' })
})

test('a field that is absent on both sides matches nothing here; on the real server it does', async () => {
  await send('waiter', { org, timeout: engine === 'ours' ? '600ms' : '20s' })
  await world.waiting(1)
  await send('answer', { org, word: 'not for you' })
  const output = engine === 'ours' ? 'nobody answered' : 'not for you'
  expect((await world.ended('waiter'))[0]).toMatchObject({ output })
})

test('a function invokes another and gets its answer, or its error', async () => {
  await send('parent', { org, of: 21 })
  expect((await world.ended('parent'))[0]).toMatchObject({ status: 'completed', output: 42 })
  await send('parent', { org, of: 1, fails: true })
  const runs = await world.ended('parent', 2)
  expect(runs[1]).toMatchObject({ status: 'failed', output: { message: expect.stringContaining('the child failed') } })
})

test('parallel steps each run once and meet again', async () => {
  await send('parallel')
  expect((await world.ended('parallel'))[0]).toMatchObject({ output: 6 })
  expect(heard().sort()).toEqual(['joined', 'part 1', 'part 2', 'part 3'])
})

test('a cron fires once each time it falls due', async () => {
  const period = engine === 'ours' ? 1000 : 60_000
  const ticks = () => world.notes.filter((note) => note.what === 'tick')
  const count = engine === 'ours' ? 3 : 2
  await until('the ticks', async () => ticks().length >= count, count * period + 15_000)
  expect(ticks()[count - 1]!.at - ticks()[0]!.at).toBeGreaterThan((count - 1.5) * period)
}, 240_000)

test('an event cancels the runs that it matches', async () => {
  // Long enough that the cancelling event comes before the sleep ends.
  const ms = engine === 'ours' ? 1500 : 12_000
  await send('cancellable', { org, ms, key: 'a' })
  await send('cancellable', { org, ms, key: 'b' })
  await until('both under way', async () => heard().length >= 2, 30_000)
  await world.waiting(2)
  await send('stop', { org, key: 'c' })
  await send('stop', { org, key: 'a' })
  const runs = await world.ended('cancellable', 2)
  expect(runs.map((run) => run.status).sort()).toEqual(['cancelled', 'completed'])
  expect(heard().filter((what) => what !== 'under way')).toEqual(['too late'])
})

test('at most so many of one organisation at once', async () => {
  await world.client.send(
    Array.from({ length: 12 }, (_, n) => ({ name: 'narrow', data: { org: n % 2 ? 'org_a' : 'org_b', ms: 200 } })),
  )
  await world.ended('narrow', 12)
  const most = { org_a: 0, org_b: 0 }
  const now = { ...most }
  for (const what of heard()) {
    const one = what.slice(1) as keyof typeof now
    now[one] += what[0] === '+' ? 1 : -1
    most[one] = Math.max(most[one], now[one])
  }
  // Never more; that there may be two at once is shown beside, with two of our runners.
  expect(Math.max(most.org_a, most.org_b)).toBeLessThanOrEqual(2)
})

test('steps, a sleep, an invocation and an announcement in one run', async () => {
  await send('family', { org, n: 7 })
  expect((await world.ended('family'))[0]).toMatchObject({
    status: 'completed',
    output: { n: 7, doubled: 14, parts: [7, 7] },
  })
  await world.ended('one')
  await settled()
  expect(heard().sort()).toEqual(['a 7', 'b 7', 'child of 7', 'first 7', 'only'])
})

test('what a step sends is sent once, though the step falls after sending', async () => {
  await send('sender')
  await world.ended('sender')
  await world.ended('one', 3)
  await settled()
  expect(heard()).toEqual(['only', 'only', 'only'])
})

test('an event sent twice under one id is one event', async () => {
  await send('one', { org }, 'the same')
  await send('one', { org }, 'the same')
  await world.ended('one')
  await settled()
  expect(heard()).toEqual(['only'])
})

test('an idempotency key makes one run', async () => {
  await send('daily', { org, day: 'monday' })
  await send('daily', { org, day: 'monday' })
  await send('daily', { org, day: 'tuesday' })
  await world.ended('daily', 2)
  await settled()
  expect(heard()).toEqual(['daily', 'daily'])
})

test('a trigger may demand a value', async () => {
  await send('paint', { org, colour: 'blue' })
  await send('paint', { org, colour: 'red' })
  await world.ended('only-red')
  expect(heard()).toEqual(['red'])
})

test('an output with a NUL, which our database cannot hold, fails its run here; the real server keeps it', async () => {
  await send('nul')
  const ours = { status: 'failed', output: { message: expect.stringContaining('cannot be stored') } }
  expect((await world.ended('nul'))[0]).toMatchObject(engine === 'ours' ? ours : { status: 'completed' })
})

test('a run that fails tells its onFailure, once', async () => {
  await send('fragile')
  expect((await world.ended('fragile'))[0]).toMatchObject({ status: 'failed' })
  await until('its onFailure', async () => heard().some((what) => what.startsWith('failed')), 30_000)
  await settled()
  expect(heard()).toEqual(['sound', 'unsound', 'unsound', 'failed: broken for org_1'])
})

test('only calls with our signature reach the functions, whatever the environment says', async () => {
  process.env.INNGEST_DEV = '1'
  try {
    const response = await fetch(`${world.appUrl}?fnId=trial-one&stepId=step`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
  } finally {
    delete process.env.INNGEST_DEV
  }
})
