import { describe, expect, it } from 'vitest'
import type { IncidentEventKind } from '@/server/observe/schema'
import { eventsOf, lineSpans, markOf } from './line-spans'

const words: Record<string, IncidentEventKind> = {
  o: 'opened',
  a: 'acknowledged',
  r: 'resolved',
  k: 'recovered',
  g: 'regressed',
}

describe('the times in which a promise was broken', () => {
  it.each<[string, [string, string][]]>([
    ['', []],
    ['o', [['0', 'now']]],
    ['oa', [['0', 'now']]],
    ['oar', [['0', '2']]],
    [
      'okg',
      [
        ['0', '1'],
        ['2', 'now'],
      ],
    ],
    [
      'okgar',
      [
        ['0', '1'],
        ['2', '4'],
      ],
    ],
    ['rok', [['1', '2']]],
    ['og', [['0', 'now']]],
  ])('%j', (letters, spans) => {
    const events = [...letters].map((letter, at) => ({ kind: words[letter]!, at: String(at) }))
    expect(lineSpans(events, 'now')).toEqual(spans.map(([from, to]) => ({ from, to })))
  })
})

describe('what is marked on a line', () => {
  const adjustments = [
    { kind: 'roll_back' as const, at: '2', undoneAt: '4' },
    { kind: 'tell' as const, at: '3', undoneAt: null },
  ]
  it.each<[IncidentEventKind, at: string, label: string, doing: boolean]>([
    ['opened', '1', 'Opened', false],
    ['adjusted', '2', 'Port rolled back', true],
    ['adjusted', '3', 'Readers told', true],
    ['undone', '4', 'Taken back: port rolled back', true],
    // What was done is known no more.
    ['adjusted', '9', 'Something was done', true],
    ['recovered', '2', 'Kept again, resolved by itself', false],
  ])('%s at %s', (kind, at, label, doing) => {
    expect(eventsOf([{ kind, at }], adjustments).map(markOf)).toEqual([{ at, label, doing }])
  })
})
