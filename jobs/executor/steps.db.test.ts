import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { trial } from '../trial/functions'
import { startWorld, until } from '../trial/world'

let world: Awaited<ReturnType<typeof startWorld>> & { switches: { broken: boolean } }
let executor: Awaited<ReturnType<typeof world.start>>
const org = 'org_1'
const send = (name: string, data: Record<string, unknown> = { org }, id?: string) =>
  world.client.send({ name, data, id })

beforeAll(async () => {
  let switches = { broken: true }
  const started = await startWorld((place) => {
    const made = trial(place)
    switches = made.switches
    return made
  })
  world = { ...started, switches }
  executor = await world.start()
})
afterAll(() => world.stop())
beforeEach(async () => {
  world.switches.broken = true
  await world.pool.query(`delete from job.run where ended_at is not null`)
  world.notes.length = 0
})
const heard = () => world.heard().filter((what) => what !== 'tick')

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
  expect(second!.at - first!.at).toBeGreaterThan(700)
})

test('a sleep frees the app and ends on time', async () => {
  await send('sleeper')
  await world.ended('sleeper')
  const at = (what: string) => world.notes.find((note) => note.what === what)!.at
  expect(at('after') - at('before')).toBeGreaterThanOrEqual(395)
  expect(at('after') - at('before')).toBeLessThan(1500)
})

test('a wait ends with the event that matches, and only with that', async () => {
  await send('waiter', { org, key: 'k1', timeout: '10s' })
  await until('the wait', async () => (await world.pool.query('select from job.wait')).rows.length)
  await send('answer', { org, key: 'k2', word: 'wrong' })
  await send('answer', { org, word: 'nobody’s' })
  await send('answer', { org, key: 'k1', word: 'right' })
  expect((await world.ended('waiter'))[0]).toMatchObject({ status: 'completed', output: 'right' })
})

test('a field that is absent on both sides matches nothing', async () => {
  await send('waiter', { org, timeout: '600ms' })
  await until('the timer', async () => (await world.pool.query('select from job.item where wake')).rows.length)
  await send('answer', { org, word: 'not for you' })
  expect((await world.ended('waiter'))[0]).toMatchObject({ output: 'nobody answered' })
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
  world.notes.length = 0
  await until('three ticks', async () => world.heard().filter((what) => what === 'tick').length >= 3)
  const ticks = world.notes.filter((note) => note.what === 'tick')
  expect(ticks[2]!.at - ticks[0]!.at).toBeGreaterThan(1500)
})

test('an event cancels the runs that it matches', async () => {
  await send('cancellable', { org, key: 'a' })
  await send('cancellable', { org })
  await until('two waits', async () => (await world.pool.query(`select from job.item where wake`)).rows.length === 2)
  await send('stop', { org })
  await send('stop', { org, key: 'a' })
  const runs = await world.ended('cancellable', 2)
  // The run without a key declares no cancel that anything could match.
  expect(runs.map((run) => run.status).sort()).toEqual(['cancelled', 'completed'])
  expect(heard()).toEqual(['too late'])
})

test('what a step sends is sent once, though the step falls after sending', async () => {
  await send('sender')
  await world.ended('sender')
  await world.ended('one', 3)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard()).toEqual(['only', 'only', 'only'])
})

test('an event sent twice under one id is one event', async () => {
  await send('one', { org }, 'the same')
  await send('one', { org }, 'the same')
  await world.ended('one')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard()).toEqual(['only'])
})

test('an idempotency key makes one run', async () => {
  await send('daily', { org, day: 'monday' })
  await send('daily', { org, day: 'monday' })
  await send('daily', { org, day: 'tuesday' })
  await world.ended('daily', 2)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard()).toEqual(['daily', 'daily'])
})

test('a trigger may demand a value', async () => {
  await send('paint', { org, colour: 'blue' })
  await send('paint', { org, colour: 'red' })
  await world.ended('only-red')
  expect(heard()).toEqual(['red'])
})

test('an output that the database cannot hold fails its run', async () => {
  await send('nul')
  expect((await world.ended('nul'))[0]).toMatchObject({
    status: 'failed',
    output: { message: expect.stringContaining('cannot be stored') },
  })
})

test('a failed run tells its onFailure, stays as a dead letter, and is replayed from the step that failed', async () => {
  await send('fragile')
  const [run] = await world.ended('fragile')
  await world.ended('fragile-failure')
  expect(heard()).toEqual(['sound', 'unsound', 'unsound', 'failed: broken for org_1'])
  expect((await executor.ledger.deadLetters(10)).map((letter) => letter.id)).toContain(run!.id)
  world.switches.broken = false
  world.notes.length = 0
  expect(await executor.ledger.replay(run!.id)).toBe(true)
  expect((await world.ended('fragile'))[0]).toMatchObject({ status: 'completed', output: 'mended' })
  expect(heard()).toEqual(['unsound'])
  expect(await executor.ledger.replay(run!.id)).toBe(false)
})

test('a replayed parent invokes anew the child that failed', async () => {
  await send('parent', { org, of: 4, fails: true })
  const [run] = await world.ended('parent')
  expect(run!.status).toBe('failed')
  world.switches.broken = false
  await executor.ledger.replay(run!.id)
  expect(await until('the parent', async () => (await world.ended('parent'))[0])).toMatchObject({
    status: 'completed',
    output: 8,
  })
})
