import { expect, it } from 'vitest'
import { groupsOf, textOf } from './synonym-text'

it.each([
  ['', []],
  ['revenue, turnover', [['revenue', 'turnover']]],
  [
    ' a ,b,, a\n\n c,d ',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
])('%j says %j', (text, groups) => {
  expect(groupsOf(text)).toEqual({ groups })
  expect(groupsOf(textOf(groups)).groups).toEqual(groups)
})

it('says which line has one word alone', () => expect(groupsOf('a, b\nc').fault).toMatch(/^Line 2 /))
