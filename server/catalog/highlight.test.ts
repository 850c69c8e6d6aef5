import { describe, expect, it } from 'vitest'
import { marked, matchedColumns, snippet } from './highlight'

const shown = (text: string, asked: string[]) => marked(text, asked).map(([from, to]) => text.slice(from, to))

describe('marked', () => {
  it.each([
    ['Bird strikes', ['brid', 'strikes'], ['Bird strikes']],
    ['Bird strikes, birds and airports', ['bird', 'airp'], ['Bird', 'birds', 'airports']],
    ['<script>bird</script>', ['bird'], ['bird']],
    ['Zürich', ['zurich'], ['Zürich']],
    ['nothing', [], []],
  ])('%j for %j marks %j', (text, asked, expected) => {
    expect(shown(text, asked)).toEqual(expected)
  })
})

describe('snippet', () => {
  it('shows the purpose when it matches, or nothing does', () => {
    expect(snippet('Where birds hit', 'long text', ['bird']).snippet).toBe('Where birds hit')
    expect(snippet('Where birds hit', 'long text', ['cost']).snippet).toBe('Where birds hit')
  })

  it('shows the place of the description that matched', () => {
    const { snippet: text, marks } = snippet(
      'Purpose',
      `${'before '.repeat(60)}the cost of repairs ${'after '.repeat(60)}`,
      ['cost'],
    )
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['cost'])
    expect(text.startsWith('… ')).toBe(true)
    expect(text.length).toBeLessThan(220)
  })
})

it('shows the columns whose name fits best', () => {
  const columns = ['origin_airport_name', 'airport', 'cost'].map((name) => ({ port: 'p', object: 'o', name }))
  expect(matchedColumns(columns, ['airport']).map(({ name }) => name)).toEqual(['airport', 'origin_airport_name'])
})
