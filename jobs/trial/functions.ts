// Functions that do nothing but use, one by one, what the runner promises. Tests, the kill test and the bench run them.
import { Inngest, NonRetriableError, RetryAfterError } from 'inngest'
import { StableEventIds } from '../stable-ids'

export interface Place {
  eventsUrl: string
  eventKey: string
  signingKey: string
  /** Hears of each piece of user code as it runs. */
  note(what: string): void
  /** When `ticking` runs; every second unless the engine knows no seconds. */
  cron?: string
}

type Data = {
  org: string
  key?: string
  timeout: `${number}ms` | `${number}s`
  of: number
  n: number
  fails?: boolean
  ms?: number
}

const dataOf = (event: { data: unknown }) => event.data as Data

/** The trial's functions, and what the test may turn while they run. */
export function trial({ eventsUrl, eventKey, signingKey, note, cron = '* * * * * *' }: Place) {
  const client = new Inngest({
    id: 'trial',
    isDev: false,
    baseUrl: eventsUrl,
    eventKey,
    signingKey,
    checkpointing: false,
    middleware: [StableEventIds],
    logger: { info() {}, warn() {}, error() {}, debug() {} },
  })
  const switches = { broken: true }
  const on = (event: string) => [{ event }]
  const noted = <T>(what: string, answer: T): T => {
    note(what)
    return answer
  }

  const steps = client.createFunction({ id: 'steps', triggers: on('steps') }, async ({ step }) => {
    const one = await step.run('one', () => noted('one', 1))
    const two = await step.run('two', () => noted('two', one + 1))
    return { sum: await step.run('three', () => noted('three', one + two)) }
  })
  const one = client.createFunction({ id: 'one', triggers: on('one') }, ({ step }) =>
    step.run('only', () => note('only')),
  )
  const retried = client.createFunction({ id: 'retried', retries: 2, triggers: on('retried') }, ({ step, attempt }) =>
    step.run('shaky', () => {
      note(`shaky ${attempt}`)
      if (attempt < 2) throw new Error('not yet')
      return attempt
    }),
  )
  const hopeless = client.createFunction({ id: 'hopeless', retries: 5, triggers: on('hopeless') }, async ({ step }) => {
    try {
      await step.run('never', () => {
        note('never')
        throw new NonRetriableError('no use')
      })
    } catch (error) {
      return (error as Error).message
    }
  })
  const asked = client.createFunction({ id: 'asked', retries: 1, triggers: on('asked') }, ({ step, attempt }) =>
    step.run('later', () => {
      note(`later ${attempt}`)
      if (attempt === 0) throw new RetryAfterError('wait', 2000)
    }),
  )
  const sleeper = client.createFunction({ id: 'sleeper', triggers: on('sleeper') }, async ({ step }) => {
    note('before')
    await step.sleep('nap', 400)
    await step.run('after', () => note('after'))
  })
  const waiter = client.createFunction({ id: 'waiter', triggers: on('waiter') }, async ({ step, event }) => {
    const heard = await step.waitForEvent('answer', {
      event: 'answer',
      if: 'event.data.key == async.data.key',
      timeout: dataOf(event).timeout,
    })
    return heard ? heard.data.word : 'nobody answered'
  })
  const child = client.createFunction({ id: 'child', retries: 0, triggers: on('child') }, async ({ event, step }) => {
    await step.run('work', () => note(`child of ${dataOf(event).of}`))
    if (dataOf(event).fails && switches.broken) throw new Error('the child failed')
    return dataOf(event).of * 2
  })
  const parent = client.createFunction({ id: 'parent', retries: 0, triggers: on('parent') }, ({ event, step }) =>
    step.invoke('ask', {
      function: child,
      data: { of: dataOf(event).of, fails: dataOf(event).fails, org: dataOf(event).org },
    }),
  )
  const parallel = client.createFunction({ id: 'parallel', triggers: on('parallel') }, async ({ step }) => {
    const all = await Promise.all([1, 2, 3].map((n) => step.run(`part ${n}`, () => noted(`part ${n}`, n))))
    await step.run('joined', () => note('joined'))
    return all.reduce((a, b) => a + b)
  })
  const ticking = client.createFunction({ id: 'ticking', triggers: [{ cron }] }, () => note('tick'))
  const cancellable = client.createFunction(
    {
      id: 'cancellable',
      triggers: on('cancellable'),
      cancelOn: [{ event: 'stop', if: 'event.data.key == async.data.key' }],
    },
    async ({ step, event }) => {
      note('under way')
      await step.sleep('long', dataOf(event).ms ?? 1500)
      await step.run('too late', () => note('too late'))
    },
  )
  const narrow = client.createFunction(
    { id: 'narrow', triggers: on('narrow'), concurrency: { limit: 2, key: 'event.data.org' } },
    ({ event, step }) =>
      step.run('slow', async () => {
        note(`+${dataOf(event).org}`)
        await new Promise((resolve) => setTimeout(resolve, dataOf(event).ms ?? 30))
        note(`-${dataOf(event).org}`)
      }),
  )
  const sender = client.createFunction(
    { id: 'sender', retries: 1, triggers: on('sender') },
    async ({ step, event, attempt }) => {
      const data = { org: dataOf(event).org }
      await step.run('sends and falls', async () => {
        await client.send([
          { name: 'one', data },
          { name: 'one', data },
        ])
        if (attempt === 0) throw new Error('fell after sending')
      })
      await step.sendEvent('tell', { name: 'one', data })
    },
  )
  const daily = client.createFunction({ id: 'daily', idempotency: 'event.data.day', triggers: on('daily') }, () =>
    note('daily'),
  )
  const only = client.createFunction(
    { id: 'only-red', triggers: [{ event: 'paint', if: "event.data.colour == 'red'" }] },
    () => note('red'),
  )
  const nul = client.createFunction({ id: 'nul', retries: 0, triggers: on('nul') }, ({ step }) =>
    step.run('nul', () => 'a\u0000b'),
  )
  const fragile = client.createFunction(
    {
      id: 'fragile',
      retries: 1,
      triggers: on('fragile'),
      onFailure: ({ error, event }) => note(`failed: ${error.message} for ${event.data.event.data.org}`),
    },
    async ({ step }) => {
      await step.run('sound', () => note('sound'))
      return step.run('unsound', () => {
        note('unsound')
        if (switches.broken) throw new Error('broken')
        return 'mended'
      })
    },
  )
  const family = client.createFunction({ id: 'family', triggers: on('family') }, async ({ step, event }) => {
    const { n, org } = dataOf(event)
    await step.run('first', () => note(`first ${n}`))
    const parts = await Promise.all(['a', 'b'].map((part) => step.run(part, () => noted(`${part} ${n}`, n))))
    await step.sleep('breath', 20)
    const doubled = await step.invoke('child', { function: child, data: { of: n, org } })
    await step.sendEvent('tell', { name: 'one', data: { org } })
    return { n, doubled, parts }
  })
  const functions = [
    steps,
    one,
    retried,
    hopeless,
    asked,
    sleeper,
    waiter,
    child,
    parent,
    parallel,
    ticking,
    cancellable,
    narrow,
  ]
  return { client, switches, functions: [...functions, sender, daily, only, nul, fragile, family] }
}

/** Functions that need a real Inngest server; the runner names each. */
export function unsupported({ eventsUrl, eventKey, signingKey }: Place) {
  const client = new Inngest({
    id: 'trial',
    isDev: false,
    baseUrl: eventsUrl,
    eventKey,
    signingKey,
    checkpointing: false,
  })
  const nothing = () => {}
  return {
    client,
    functions: [
      client.createFunction(
        { id: 'throttled', triggers: [{ event: 'x' }], throttle: { limit: 1, period: '1s' } },
        nothing,
      ),
      client.createFunction(
        { id: 'batched', triggers: [{ event: 'x' }], batchEvents: { maxSize: 2, timeout: '1s' } },
        nothing,
      ),
      client.createFunction({ id: 'greater', triggers: [{ event: 'x', if: 'event.data.n > 1' }] }, nothing),
      client.createFunction(
        { id: 'wide', triggers: [{ event: 'x' }], concurrency: { limit: 1, scope: 'env', key: '"a"' } },
        nothing,
      ),
    ],
  }
}
