import { expect, test } from 'vitest'
import { difference } from './difference'

test('what a text changes is told policy by policy, and nothing of what stays', () => {
  const of = (...texts: [string, string][]) => texts.map(([id, text]) => ({ id, text }))
  const before = of(['stays', 'permit;'], ['moves', 'forbid;'], ['turns', 'permit;'], ['goes', 'permit;'])
  const after = of(['moves', 'forbid;'], ['turns', 'forbid;'], ['comes', 'permit;'], ['stays', 'permit;'])
  expect(difference(before, after)).toEqual([
    { policy: 'turns', change: 'changed', before: 'permit;', after: 'forbid;' },
    { policy: 'comes', change: 'added', before: null, after: 'permit;' },
    { policy: 'goes', change: 'removed', before: 'permit;', after: null },
  ])
  expect(difference(before, before)).toEqual([])
})
