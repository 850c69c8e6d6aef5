import { describe, expect, it } from 'vitest'
import { nextPurposes, purposesOf } from './purpose-list'

const at = new Date('2026-11-25T12:00:00Z')
const before = new Date('2026-01-01T00:00:00Z')
const one = (slug: string, endedAt: Date | null = null) => ({ slug, title: slug, description: '', endedAt })
const wanted = (...slugs: string[]) => slugs.map((slug) => ({ slug, title: slug, description: '' }))
const said = (all: ReturnType<typeof nextPurposes>) => all.map(({ slug, endedAt }) => [slug, endedAt])

describe('the next list', () => {
  it('ends what is left out, and keeps it', () =>
    expect(said(nextPurposes([one('a'), one('b')], wanted('b'), at))).toEqual([
      ['b', null],
      ['a', at],
    ]))
  it('opens again what is named again', () =>
    expect(said(nextPurposes([one('a', before)], wanted('a'), at))).toEqual([['a', null]]))
  it('leaves the end of what had ended', () =>
    expect(said(nextPurposes([one('a', before)], wanted('b'), at))).toEqual([
      ['b', null],
      ['a', before],
    ]))
})

describe('the mark of a list', () => {
  it('changes with what is open, not with what has ended', () => {
    const mark = purposesOf([one('a')]).etag
    expect(purposesOf([one('a'), one('b', before)]).etag).toBe(mark)
    expect(purposesOf([one('b')]).etag).not.toBe(mark)
  })
})
