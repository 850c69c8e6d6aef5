import { describe, expect, it } from 'vitest'
import type { Standing } from '@/server/observe/standing-schema'
import { standingSentence } from './standing-sentence'

const share = (of: number | null) => ({ days: 0, kept: 0, share: of })
type Told = [watched: number, open: number, alone: number, week: number | null, before: number | null]
const of = ([watched, total, unacknowledged, week, before]: Told) =>
  ({
    promises: { watched },
    open: { total, unacknowledged },
    kept: { thisWeek: share(week), lastWeek: share(before) },
  }) as Standing

describe('how things stand, in a sentence', () => {
  it.each<[Told, string]>([
    [[0, 0, 0, null, null], 'Nothing is promised yet that could be watched.'],
    [[3, 0, 0, null, null], 'Nothing needs you: every promise that can be measured is kept.'],
    [[3, 0, 0, 1, null], 'Nothing needs you: every promise that can be measured is kept. 100% were kept this week.'],
    [
      [3, 1, 1, 0.5, 1],
      '1 promise is broken; nobody looks after it yet. 50% were kept this week, 100% the week before.',
    ],
    [[3, 2, 2, null, 1], '2 promises are broken; nobody looks after them yet.'],
    [[3, 2, 1, null, null], '2 promises are broken; nobody looks after 1 of them yet.'],
    [[3, 2, 0, null, null], '2 promises are broken; somebody looks after each.'],
    [[0, 1, 0, null, null], '1 promise is broken; somebody looks after each.'],
  ])('%j', (told, sentence) => expect(standingSentence(of(told))).toBe(sentence))
})
