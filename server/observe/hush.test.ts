import { describe, expect, it } from 'vitest'
import { hush, isImprecise } from './hush'
import type { Resolution } from './schema'

const words: Record<string, Resolution> = { f: 'fixed', e: 'expected', a: 'false_alarm' }
/** Newest first: f fixed, e expected, a false alarm. */
const of = (letters: string) => [...letters].map((letter) => words[letter]!)

describe('a monitor that is wrong too often', () => {
  it.each<[string, string, boolean]>([
    ['', 'nobody judged it', false],
    ['aaaa', 'four are too few', false],
    ['aaaaa', 'five false alarms', true],
    ['aaaef', 'more than half of five', true],
    ['aaeef', 'less than half of five', false],
    ['aaaeff', 'half of six is not more than half', false],
    ['aaaaef', 'more than half of six', true],
    ['eaaaa', 'what was expected is no fault', true],
    ['faaaaaaaaa', 'one that was fixed gives the right back', false],
    ['afaaaaaaaa', 'until the next false alarm', true],
    ['aeeeeeeeeeaaaaaaaaaa', 'older than the newest ten does not count', false],
    ['aaaaaaeeee', 'six of ten', true],
    ['aaaaaeeeee', 'five of ten', false],
  ])('%j: %s', (letters, _, imprecise) => expect(isImprecise(of(letters))).toBe(imprecise))
})

describe('who is told', () => {
  const at = new Date('2026-06-01T12:00:00Z')
  const [later, earlier] = [new Date('2026-06-01T12:00:01Z'), new Date('2026-06-01T11:59:59Z')]
  it.each<[(Date | null)[], string, 'muted' | 'imprecise' | null]>([
    [[null], '', null],
    [[later], '', 'muted'],
    [[earlier], '', null],
    [[at], '', null],
    [[later, null], '', null],
    [[later, later], '', 'muted'],
    [[later, earlier], '', null],
    [[later], 'aaaaa', 'muted'],
    [[null], 'aaaaa', 'imprecise'],
    [[], '', null],
  ])('muted until %j, resolved as %j: %j', (mutes, letters, why) => expect(hush(mutes, of(letters), at)).toBe(why))
})
