import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { trial } from '../trial/functions'
import { startWorld, until } from '../trial/world'

let world: Awaited<ReturnType<typeof startWorld>>
let executor: Awaited<ReturnType<typeof world.start>>
let switches: ReturnType<typeof trial>['switches']
const org = 'org_1'
const send = (name: string, data: Record<string, unknown> = { org }) => world.client.send({ name, data })

beforeAll(async () => {
  world = await startWorld((place) => {
    const made = trial(place)
    switches = made.switches
    return made
  })
  executor = await world.start()
})
afterAll(() => world.stop())
beforeEach(() => {
  switches.broken = true
})
const heard = () => world.heard().filter((what) => what !== 'tick')

test('a failed run stays as a dead letter, and is replayed from the step that failed', async () => {
  await send('fragile')
  const [run] = await world.ended('fragile')
  await world.ended('fragile-failure')
  expect((await executor.ledger.deadLetters(10)).map((letter) => letter.id)).toContain(run!.id)
  switches.broken = false
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
  switches.broken = false
  await executor.ledger.replay(run!.id)
  expect(await until('the parent', async () => (await world.ended('parent'))[0])).toMatchObject({
    status: 'completed',
    output: 8,
  })
})
