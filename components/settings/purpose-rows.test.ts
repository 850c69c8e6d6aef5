import { describe, expect, it } from 'vitest'
import { endsWith, slugOf } from './purpose-rows'

it.each([
  ['Fraud detection', 'fraud-detection'],
  ['  Qualité & coûts ', 'qualite-couts'],
  ['24/7', '24-7'],
])('%j is written %s', (title, slug) => expect(slugOf(title)).toBe(slug))

describe('what ends with a purpose', () => {
  const use = [
    { slug: 'a', grants: 2, requests: 1, agents: 0 },
    { slug: 'b', grants: 1, requests: 0, agents: 2 },
  ]
  it.each([
    [
      ['a'],
      '2 live grants can read nothing from the next call on, and will end; their holders are told. 1 open request can no longer be approved.',
    ],
    [
      ['b', 'a'],
      '3 live grants can read nothing from the next call on, and will end; their holders are told. 1 open request can no longer be approved. 2 agents can do nothing any more.',
    ],
    [['c'], 'No live grant stands under it.'],
  ])('%j: %s', (slugs, words) => expect(endsWith(slugs, use)).toBe(words))
})
