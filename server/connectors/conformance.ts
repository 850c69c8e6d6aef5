import { describe, expect, it } from 'vitest'
import type { Connector, FoundItem, Host, Plan, Provisionable, Reading, Session, SourceGrant } from './connector'

/** What a kind brings to be tried on: a real source that holds rows, and ways to change it. Changes a kind cannot have are left out. */
export type Fixture = {
  connector: Connector
  config: Record<string, unknown>
  secrets: Record<string, unknown>
  folder: string | null
  /** An asset of many rows, more than fit in one page of anything. */
  large: { ref: string; rows: number }
  /** A small asset with a cursor column, two of whose rows share its greatest value. */
  ties?: { ref: string; column: string; addTie: () => Promise<void> }
  /** Removes rows of the large asset; the answer is how many are left. */
  deleteSome: () => Promise<number>
  /** Makes the sign-in that worked stop working, and work again. */
  revoke?: { off: () => Promise<void>; on: () => Promise<void> }
  /** Makes the source answer that it is too busy. */
  throttle?: { on: () => Promise<void>; off: () => Promise<void> }
  /** A grant over some of a table's columns, and what its holder could read with credentials: the number of rows, or a refusal. */
  rights?: {
    grant: SourceGrant
    rows: number
    readAs: (credentials: { user: string; password: string; statement: string }) => Promise<number>
  }
  /** An asset of items, and how many it has. */
  items?: { ref: string; count: number }
  /** Counts what a reading carries, with the engine that the host uses. */
  count: (reading: Reading) => Promise<number>
}

/** The most memory that reading may add to this process, in bytes, whatever the size of the asset. */
const mostMemory = 256 * 2 ** 20

const opened = async <T>(
  fixture: Fixture,
  work: (session: Session) => Promise<T>,
  host: Partial<Host> = {},
): Promise<T> => {
  const { connector, config, secrets, folder } = fixture
  const signal = new AbortController().signal
  const session = await connector.open(connector.config.parse(config), connector.secrets.parse(secrets), {
    signal,
    folder,
    ...host,
  })
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

const counted = (fixture: Fixture, ref: string, plan: Plan = {}) =>
  opened(fixture, async (session) => {
    const reading = await session.read(ref, plan)
    return { rows: await fixture.count(reading), position: reading.position, complete: reading.complete }
  })

/** Everything that an error shows, down to its causes. */
const shown = (error: unknown): string => {
  const seen = new Set<unknown>()
  const words = (value: unknown): string => {
    if (value === null || typeof value !== 'object' || seen.has(value)) return String(value)
    seen.add(value)
    return Object.getOwnPropertyNames(value)
      .map((key) => `${key}=${words((value as Record<string, unknown>)[key])}`)
      .join(' ')
  }
  return words(error)
}

/** The suite that every kind passes. `make` is called once, before the first test. */
export function conformance(kind: string, make: () => Fixture): void {
  describe(`${kind} conforms`, () => {
    it('reads its items the same each time, each under a key of its own, also after a reading that broke off', async ({
      skip,
    }) => {
      const { items } = make()
      if (!items) return skip(`${kind} shows no items`)
      const { ref, count } = items
      const read = (most: number) =>
        opened(make(), async (session) => {
          const found: FoundItem[] = []
          for await (const item of session.items!(ref)) if (found.push(item) === most) break
          return found
        })
      const [first] = await read(1)
      const every = await read(Number.POSITIVE_INFINITY)
      expect([every.length, every[0]]).toEqual([count, first])
      expect(new Set(every.map(({ key }) => key)).size).toBe(count)
      expect(await read(Number.POSITIVE_INFINITY)).toEqual(every)
    })

    it('finds its assets, and goes on from a cursor after a restart', async () => {
      const refs: string[] = []
      let cursor: string | undefined
      do {
        const page = await opened(make(), (session) => session.discover(cursor))
        refs.push(...page.assets.map(({ ref }) => ref))
        cursor = page.next
      } while (cursor)
      expect(new Set(refs).size).toBe(refs.length)
      expect(refs).toContain(make().large.ref)
    })

    it('reads every row, in bounded memory', async () => {
      const fixture = make()
      const before = process.memoryUsage().rss
      expect((await counted(fixture, fixture.large.ref)).rows).toBe(fixture.large.rows)
      expect(process.memoryUsage().rss - before).toBeLessThan(mostMemory)
    })

    it('is killed in the middle and begins again without losing or doubling a row', async () => {
      const fixture = make()
      const killed = new AbortController()
      const cut = opened(
        fixture,
        async (session) => {
          const { rows } = await session.read(fixture.large.ref, {})
          if (!('stream' in rows)) return killed.abort(new Error('killed'))
          for await (const chunk of rows.stream) if (chunk.byteLength > 0) killed.abort(new Error('killed'))
        },
        { signal: killed.signal },
      )
      await cut.catch((error) => expect(String(error)).toContain('killed'))
      expect((await counted(fixture, fixture.large.ref)).rows).toBe(fixture.large.rows)
    })

    it('loses no row that ties with the last one it saw', async ({ skip }) => {
      const fixture = make()
      if (!fixture.ties) return skip(`${kind} has no cursor columns`)
      const { ref, column, addTie } = fixture.ties
      const first = await counted(fixture, ref, { incremental: { column } })
      expect(first.complete).toBe(true)
      await addTie()
      const next = await counted(fixture, ref, { incremental: { column, after: first.position! } })
      expect(next).toMatchObject({ rows: 3, complete: false })
    })

    it('shows deletions in a complete read', async () => {
      const fixture = make()
      const left = await fixture.deleteSome()
      expect(await counted(fixture, fixture.large.ref)).toMatchObject({ rows: left, complete: true })
    })

    it('says so when its credentials are revoked, and works once they are back', async ({ skip }) => {
      const fixture = make()
      if (!fixture.revoke) return skip(`${kind} signs in with nothing`)
      await fixture.revoke.off()
      await expect(opened(fixture, (session) => session.discover())).rejects.toMatchObject({ code: 'invalid' })
      await fixture.revoke.on()
      expect((await opened(fixture, (session) => session.discover())).assets.length).toBeGreaterThan(0)
    })

    it('asks to come back later when the source is too busy', async ({ skip }) => {
      const fixture = make()
      if (!fixture.throttle) return skip(`${kind} cannot be too busy`)
      await fixture.throttle.on()
      const error = await opened(fixture, (session) => session.discover()).catch((caught) => caught)
      await fixture.throttle.off()
      expect(error).toMatchObject({ code: 'unavailable' })
      expect(error.retryAfter).toBeGreaterThan(0)
    })

    it('gives a right, proves it, and takes it back, each as often as it is asked', async ({ skip }) => {
      const { rights: wanted, ...fixture } = make()
      if (!wanted) return skip(`${kind} gives no rights in the source`)
      const { grant } = wanted
      const withRights = <T>(work: (rights: Provisionable) => Promise<T>) =>
        opened(fixture, (session) => work(session.rights!))
      expect(await withRights((rights) => rights.probe(grant, 'given'))).toMatchObject({ holds: false })
      for (let n = 0; n < 2; n++)
        expect(await withRights((rights) => rights.provision(grant))).toMatchObject({ done: true })
      const given = await withRights((rights) => rights.probe(grant, 'given'))
      expect(given.proofs.filter(({ ok }) => !ok)).toEqual([])
      expect(given.proofs.map((proof) => proof.kind)).toEqual(expect.arrayContaining(['allowed', 'refused']))
      expect(await withRights((rights) => rights.probe(grant, 'gone'))).toMatchObject({ holds: false })
      const { user, password, statements } = await withRights((rights) => rights.rotate(grant))
      const read = () => wanted.readAs({ user, password, statement: statements[0]! })
      expect(await read()).toBe(wanted.rows)
      const renewed = await withRights((rights) => rights.rotate(grant))
      await expect(read()).rejects.toThrow()
      for (let n = 0; n < 2; n++)
        expect(await withRights((rights) => rights.revoke(grant, { forGood: true }))).toMatchObject({ done: true })
      const gone = await withRights((rights) => rights.probe(grant, 'gone'))
      expect(gone.proofs.filter(({ ok }) => !ok)).toEqual([])
      await expect(wanted.readAs({ ...renewed, statement: statements[0]! })).rejects.toThrow()
      await expect(withRights((rights) => rights.provision(grant))).rejects.toMatchObject({ code: 'conflict' })
    })

    it('keeps its secrets out of every error', async () => {
      const fixture = make()
      const planted = Object.fromEntries(Object.keys(fixture.secrets).map((key) => [key, 'planted-s3cret-93417']))
      const faults = [
        () => opened({ ...fixture, secrets: planted }, (session) => session.discover()),
        () => opened(fixture, (session) => session.read('no such.asset', {})),
      ]
      for (const fault of faults) {
        const error = await fault().catch((caught) => caught)
        expect(shown(error)).not.toContain('planted-s3cret-93417')
        for (const secret of Object.values(fixture.secrets)) expect(shown(error)).not.toContain(String(secret))
      }
    })
  })
}
