import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, likeness, resembles, swaps } from './typo'

describe('distance', () => {
  it.each([
    ['bird', 'bird', 0],
    ['brid', 'bird', 1],
    ['strikes', 'strike', 1],
    ['strkies', 'strikes', 1],
    ['airprot', 'airport', 1],
    ['kitten', 'sitting', 3],
    ['', 'ab', 2],
  ])('%s to %s is %i', (one, other, edits) => {
    expect(distance(one, other, 3)).toBe(edits)
    expect(distance(other, one, 3)).toBe(edits)
  })

  it('stops counting beyond what is asked', () => {
    expect(distance('abcdefgh', 'zyxwvuts', 2)).toBe(3)
  })
})

describe('resembles', () => {
  it.each([
    ['bird', 'brid', true],
    ['bard', 'bird', false],
    ['birds', 'bards', true],
    ['strikes', 'strkies', true],
    ['reference', 'refrenec', false],
    ['classification', 'clasificaton', true],
    ['2001', '2010', false],
    ['same', 'same', false],
  ])('%s for %s: %s', (word, asked, expected) => {
    expect(resembles(word, asked)).toBe(expected)
  })
})

/** As pg_trgm's similarity does it for one word. */
const trigrams = (word: string) => {
  const filled = `  ${word} `
  return new Set(Array.from(filled.slice(2), (_, at) => filled.slice(at, at + 3)))
}
const similarity = (one: string, other: string) => {
  const [a, b] = [trigrams(one), trigrams(other)]
  const shared = [...a].filter((part) => b.has(part)).length
  return shared / (a.size + b.size - shared)
}

describe('likeness', () => {
  it('lets no word through the sieve that is one slip, or two of a long word, from the one asked for', () => {
    const letter = fc.constantFrom(...'abcde')
    const slip = fc.record({ at: fc.nat(), kind: fc.constantFrom('more', 'less', 'other'), letter })
    const word = fc.array(letter, { minLength: 5, maxLength: 20 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(word, slip, slip, (asked, first, second) => {
        const made = (of: string, { at, kind, letter }: typeof first) => {
          const place = at % (of.length + 1)
          return of.slice(0, place) + (kind === 'less' ? '' : letter) + of.slice(kind === 'more' ? place : place + 1)
        }
        const meant = asked.length >= 9 ? made(made(asked, first), second) : made(asked, first)
        if (!resembles(meant, asked) || swaps(asked).includes(meant)) return
        expect(similarity(meant, asked)).toBeGreaterThanOrEqual(likeness(asked))
      }),
      { numRuns: 3_000 },
    )
  })
})
