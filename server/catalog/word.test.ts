import { describe, expect, it } from 'vitest'
import { needed, spelled, terms, words } from './word'

describe('words', () => {
  it.each([
    ['Bird strikes', ['bird', 'strikes']],
    ['airport_name', ['airport', 'name']],
    ['depDelay2001', ['dep', 'delay2001']],
    ['HTTPServer', ['httpserver']],
    ['Übergrößen, déjà-vu', ['ubergrossen', 'deja', 'vu']],
    ['İstanbul ışık', ['istanbul', 'isik']],
    ['東京の空港', ['東', '京', 'の', '空', '港']],
    ['مطار القاهرة', ['مطار', 'القاهرة']],
    ["<b>'; drop table --", ['b', 'drop', 'table']],
    ['🛫 e\u0301te\u0301', ['ete']],
    ['\u0000 ... !', []],
  ])('%j is %j', (text, expected) => {
    expect(words(text).map(({ word }) => word)).toEqual(expected)
  })

  it('says where each stands in the text as written', () => {
    const text = 'Zürich: e\u0301te\u0301 depDelay'
    expect(words(text).map(({ from, to }) => text.slice(from, to))).toEqual([
      'Zürich',
      'e\u0301te\u0301',
      'dep',
      'Delay',
    ])
  })

  it('finds a joined word in one piece too', () => {
    expect(spelled('depDelay of x')).toBe('dep delay of x depdelay')
  })
})

describe('terms', () => {
  it.each([
    ['how many bird strikes per airport are there?', ['bird', 'strikes', 'airport']],
    ['the who', ['the', 'who']],
    ['bird BIRD bird', ['bird']],
    ['a1 b2 c3 d4 e5 f6 g7 h8 i9 j10', ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7', 'h8']],
  ])('%j asks for %j', (query, expected) => {
    expect(terms(query)).toEqual(expected)
  })

  it('takes ten thousand characters', () => {
    expect(terms('x'.repeat(10_000))).toEqual(['x'.repeat(64)])
  })
})

it.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [8, 5],
])('of %i words, %i are needed', (asked, least) => {
  expect(needed(asked)).toBe(least)
})
