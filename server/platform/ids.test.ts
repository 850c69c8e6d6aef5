import { describe, expect, it } from 'vitest'
import { newId } from './ids'

describe('ids', () => {
  it('sort by birth, within one millisecond too', () => {
    const made = Array.from({ length: 5_000 }, () => newId('event'))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
    const sameMoment = Array.from({ length: 5_000 }, () => newId('event', 1_700_000_000_000))
    expect([...sameMoment].sort()).toEqual(sameMoment)
  })
})
