import { expect, it } from 'vitest'
import { stillMatches } from './etag'

it.each([
  [undefined, true],
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", "abc"', true],
  ['*', true],
  ['"x"', false],
  ['', false],
])('If-Match %j on abc: %s', (header, expected) => expect(stillMatches(header, 'abc')).toBe(expected))
