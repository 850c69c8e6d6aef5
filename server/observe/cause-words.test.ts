import { expect, it } from 'vitest'
import { copyWords, schemaWords } from './cause-words'

const column = (name: string) => ({ name, type: 'VARCHAR', nullable: true })
const none = { added: [], removed: [], changed: [] }

it.each([
  [copyWords('a.csv', 1, null), 'a.csv was copied for the first time: 1 row.'],
  [copyWords('a.csv', 1_200, 1_200), 'a.csv was copied: 1,200 rows, as before.'],
  [copyWords('a.csv', 5, 3_000), 'a.csv was copied: 5 rows, 3,000 before.'],
  [schemaWords('a.csv', none), null],
  [schemaWords('a.csv', { ...none, removed: [column('no')] }), 'The columns of a.csv changed: no gone.'],
  [
    schemaWords('a.csv', {
      added: ['b', 'c', 'd', 'e', 'f'].map(column),
      removed: [],
      changed: [{ name: 'no', before: 'BIGINT', after: 'VARCHAR' }],
    }),
    'The columns of a.csv changed: no BIGINT before, VARCHAR now; b, c, d and 2 more new.',
  ],
])('says %j', (said, words) => expect(said).toBe(words))
