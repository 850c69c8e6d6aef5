import { describe, expect, it } from 'vitest'
import type { IncidentEventKind } from '@/server/observe/schema'
import { lineSpans } from './line-spans'

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
