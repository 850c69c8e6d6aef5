import { expect, it } from 'vitest'
import { meantToo } from './synonym-words'

const groups = [
  ['revenue', 'turnover', 'sales figures'],
  ['staff', 'employees'],
  ['P&L', 'profit and loss'],
]

it.each([
  ['Revenue by month', ['turnover', 'sales figures']],
  ['Sales figures of the north', ['revenue', 'turnover']],
  ['sales of figures', []],
  ['EMPLOYEES and their turnover', ['revenue', 'sales figures', 'staff']],
  ['Profit and loss', ['P&L']],
  ['revenues', []],
  ['', []],
])('%j also means %j', (text, expected) => expect(meantToo(text, groups)).toEqual(expected))

it('nothing where nothing was written', () => expect(meantToo('revenue', [])).toEqual([]))
