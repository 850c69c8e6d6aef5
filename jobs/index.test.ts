import { expect, test } from 'vitest'
import { functions } from './index'

test('every function that an event starts keeps organisations apart', () => {
  for (const { opts } of functions) {
    const byEvent = (opts.triggers ?? []).some((trigger: { event?: unknown }) => trigger.event)
    if (byEvent) expect(opts.concurrency, opts.id).toMatchObject({ key: 'event.data.org', limit: expect.any(Number) })
  }
})

test('each function has a name of its own', () => {
  const ids = functions.map((fn) => fn.opts.id)
  expect(new Set(ids).size).toBe(ids.length)
})
