import { describe, expect, it } from 'vitest'
import { columnsOf, covered, narrow, type Wanted } from './narrow'
import type { Terms } from './schema'

const port = ['strikes.airport', 'strikes.cost', 'pilots.name']
const asked: Wanted = { duration: 'P90D', columns: null, rows: null }

describe('narrowing', () => {
  it.each<[string, Partial<Wanted>, Terms, Partial<Wanted>]>([
    ['nothing leaves all', {}, {}, {}],
    ['a shorter time', {}, { duration: 'P30D' }, { duration: 'P30D' }],
    ['the same time in other words', { duration: 'P2W' }, { duration: 'P14D' }, { duration: 'P14D' }],
    ['fewer columns of all', {}, { columns: ['strikes.cost'] }, { columns: ['strikes.cost'] }],
    ['a column said twice', {}, { columns: ['strikes.cost', 'strikes.cost'] }, { columns: ['strikes.cost'] }],
    ['some rows of all', {}, { rows: 'cost > 1' }, { rows: 'cost > 1' }],
    ['the rows asked for again', { rows: 'cost > 1' }, { rows: 'cost > 1' }, { rows: 'cost > 1' }],
    ['rows within rows', { rows: 'a or b' }, { rows: 'c -- why' }, { rows: '(a or b\n) and (c -- why\n)' }],
    ['no rows said keeps those asked for', { rows: 'a' }, { duration: 'P1D' }, { rows: 'a', duration: 'P1D' }],
  ])('%s', (_, of, terms, expected) => {
    expect(narrow({ ...asked, ...of }, terms, port)).toEqual({ ok: true, wanted: { ...asked, ...of, ...expected } })
  })

  it.each<[string, Partial<Wanted>, Terms, string]>([
    ['longer', {}, { duration: 'P91D' }, 'duration'],
    ['longer in other words', { duration: 'P1M' }, { duration: 'P5W' }, 'duration'],
    ['a column that was not asked for', { columns: ['strikes.cost'] }, { columns: ['strikes.airport'] }, 'columns'],
    ['a column that is not there', {}, { columns: ['strikes.nothing'] }, 'columns'],
  ])('never %s', (_, of, terms, path) => {
    expect(narrow({ ...asked, ...of }, terms, port)).toMatchObject({ ok: false, path })
  })
})

it('covers the columns wanted, object by object, whose names may hold dots', () => {
  const objects = [
    { name: 'a.b', columns: [{ name: 'c' }, { name: 'd' }] },
    { name: 'a', columns: [{ name: 'b.d' }] },
  ]
  expect(columnsOf(objects)).toEqual(['a.b.c', 'a.b.d', 'a.b.d'])
  expect(covered(objects, ['a.b.c'])).toEqual([{ name: 'a.b', columns: ['c'] }])
  expect(covered(objects, null)).toHaveLength(2)
  expect(covered(objects, ['x.y'])).toEqual([])
})
