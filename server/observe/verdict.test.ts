import { expect, it } from 'vitest'
import type { ExpectationKind } from './schema'
import { type Stand, verdictOf, type Weighed } from './verdict'

const kept: Stand = { state: 'kept', value: 0, low: null, high: null }
const unknown: Stand = { state: 'unknown', value: null, low: null, high: null }
const broken = (value: number | null = 3, high: number | null = 0, low: number | null = null): Stand => {
  return { state: 'broken', value, low, high }
}
const one = (before: Stand | null, after: Stand | null, more: Partial<Weighed> = {}): Weighed => {
  return { kind: 'quality' as ExpectationKind, gone: false, before, after, ...more }
}
type Case = [what: string, promises: Weighed[], over: boolean, verdict: string, why: string | null]

it.each<Case>([
  ['kept again helped, at once', [one(broken(), kept)], false, 'helped', 'It is kept again.'],
  [
    'so does what is promised no more',
    [one(broken(), null, { gone: true })],
    false,
    'helped',
    'It is promised no more.',
  ],
  [
    'kept again and no more promised, too',
    [one(broken(), kept), one(broken(), null, { gone: true })],
    false,
    'helped',
    'It is kept again.',
  ],
  ['still broken is open while its window is', [one(broken(), broken())], false, 'pending', null],
  ['worse is open while its window is', [one(broken(3), broken(9))], false, 'pending', null],
  ['not looked at is open while its window is', [one(broken(), null)], false, 'pending', null],
  ['some kept again is open while its window is', [one(broken(), kept), one(broken(), null)], false, 'pending', null],
  ['still broken changed nothing', [one(broken(3), broken(3))], true, 'no_change', 'It is still broken.'],
  ['broken less changed nothing yet', [one(broken(9), broken(3))], true, 'no_change', 'It is still broken.'],
  ['broken further above is worse', [one(broken(3), broken(4))], true, 'worse', 'It is broken further than before.'],
  [
    'broken further below is worse',
    [one(broken(5, null, 10), broken(4, null, 10))],
    true,
    'worse',
    'It is broken further than before.',
  ],
  [
    'broken on the other side is judged by how far',
    [one(broken(12, 10, 5), broken(4, 10, 5))],
    true,
    'no_change',
    'It is still broken.',
  ],
  [
    'a number without a band says nothing of how far',
    [one(broken(3, null), broken(9, null))],
    true,
    'no_change',
    'It is still broken.',
  ],
  [
    'what was not measured says nothing of how far',
    [one(broken(null), broken(9))],
    true,
    'no_change',
    'It is still broken.',
  ],
  [
    'one more promise broken is worse',
    [one(broken(), broken()), one(kept, broken())],
    true,
    'worse',
    'It is broken further than before.',
  ],
  [
    'one that came under it since is worse',
    [one(broken(), broken()), one(null, broken())],
    true,
    'worse',
    'It is broken further than before.',
  ],
  [
    'one kept and one worse is worse',
    [one(broken(), kept), one(broken(1), broken(2))],
    true,
    'worse',
    'It is broken further than before.',
  ],
  [
    'some kept again is no more than that',
    [one(broken(), kept), one(broken(), broken())],
    true,
    'no_change',
    'Only some of it is kept again.',
  ],
  [
    'older rows are no worse: age grows by itself',
    [one(broken(30, 24), broken(54, 24), { kind: 'freshness' })],
    true,
    'no_change',
    'It is still broken.',
  ],
  [
    'what nobody looked at changed nothing',
    [one(broken(), null)],
    true,
    'no_change',
    'Nothing was measured in its window.',
  ],
  [
    'nor did what could not be measured',
    [one(broken(), unknown)],
    true,
    'no_change',
    'Nothing was measured in its window.',
  ],
  ['nor an incident without promises', [], true, 'no_change', 'Nothing was measured in its window.'],
])('%s', (_, promises, over, verdict, why) => expect(verdictOf(promises, over)).toEqual({ verdict, why }))
