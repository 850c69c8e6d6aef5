import fs from 'node:fs'
import { transformSync } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { mutants, withSwitches } from './mutants'

describe('the checks that can be taken away', () => {
  const all = mutants()

  test('have names of their own', () => expect(new Set(all.map(({ name }) => name)).size).toBe(all.length))
  test('give way in files that still compile, line for line', () => {
    for (const file of new Set(all.map((one) => one.file))) {
      const whole = fs.readFileSync(file, 'utf8')
      const switched = withSwitches(
        whole,
        all.filter((one) => one.file === file),
      )
      // What is put there must mean the same in every file.
      expect([file, /isAway|UnlessAway/.test(whole)]).toEqual([file, false])
      expect(switched.split('\n').length).toBe(whole.split('\n').length)
      expect([file, transformSync(switched, { loader: 'ts' }).warnings]).toEqual([file, []])
    }
  })
  test('nest, the inner one inside', () => {
    const text = 'if (sees(one)) stop()'
    const outer = { start: 4, end: 13, open: '(', close: ') && a' }
    const inner = { start: 4, end: 8, open: 'f(', close: ')' }
    for (const checks of [
      [outer, inner],
      [inner, outer],
    ])
      expect(withSwitches(text, checks)).toMatch(/; if \(\(f\(sees\)\(one\)\) && a\) stop\(\)$/)
  })
})
