import { describe, expect, it } from 'vitest'
import { distance, resembles } from './typo'

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
