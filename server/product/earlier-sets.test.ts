import { expect, it } from 'vitest'
import { earlierSets } from './earlier-sets'

const copies = (...ids: string[]) =>
  ids.map((id) => ({ id: id.replace('?', ''), state: id.endsWith('?') ? 'held' : 'current' }))
const shown = (...pairs: string[]) =>
  pairs.map((pair) => ({ assetId: pair.split('=')[0]!, snapshotId: pair.split('=')[1]! }))
type Case = [what: string, present: string[], kept: Record<string, string[]>, sets: Record<string, string>[]]

it.each<Case>([
  [
    'the copies before the one shown, newest first',
    ['a=s3'],
    { a: ['s4', 's3', 's2', 's1'] },
    [{ a: 's2' }, { a: 's1' }],
  ],
  ['nothing where there is no earlier copy', ['a=s1'], { a: ['s2', 's1'] }, []],
  ['nothing where the earlier ones were cleared', ['a=s9'], { a: [] }, []],
  ['never what waits to be accepted', ['a=s3'], { a: ['s3', 's2?', 's1'] }, [{ a: 's1' }]],
  [
    'of several assets what was newest together',
    ['a=s5', 'b=s4'],
    { a: ['s5', 's3', 's1'], b: ['s4', 's2'] },
    [
      { a: 's3', b: 's4' },
      { a: 's3', b: 's2' },
      { a: 's1', b: 's2' },
    ],
  ],
  ['an asset that two objects show once', ['a=s2', 'a=s2'], { a: ['s2', 's1'] }, [{ a: 's1' }]],
])('%s', (_, present, kept, sets) => {
  const found = earlierSets(shown(...present), new Map(Object.entries(kept).map(([id, ids]) => [id, copies(...ids)])))
  expect(found.map((set) => Object.fromEntries(set))).toEqual(sets)
})
