import { beforeAll, describe, expect, test } from 'vitest'
import { rereadEnv } from '@/server/platform/env'
import { checkOrigin, isOurs } from './origin'

const ours = 'http://localhost:3000'
beforeAll(() => {
  process.env.STOA_ORIGIN = ours
  rereadEnv()
})

describe('an Origin', () => {
  const cases: [string, boolean][] = [
    [ours, true],
    ['http://127.0.0.1:3000', true],
    ['http://localhost:3001', false],
    ['https://localhost:3000', false],
    ['http://portal.example:3000', false],
    ['null', false],
    ['', false],
  ]
  for (const [value, right] of cases)
    test(`${value || '(empty)'} is ${right ? 'ours' : 'another'}`, () => expect(isOurs(value)).toBe(right))
})

describe('a call signed by a cookie', () => {
  const json = { 'content-type': 'application/json' }
  const cases: [string, string, Record<string, string>, string | null][] = [
    ['from our page', 'POST', { ...json, origin: ours }, null],
    ['that reads without an Origin', 'GET', {}, null],
    ['that changes without an Origin', 'POST', json, 'forbidden'],
    ['from another page', 'POST', { ...json, origin: 'https://evil.example' }, 'forbidden'],
    ['that reads from another page', 'GET', { origin: 'https://evil.example' }, 'forbidden'],
    ['sent across sites', 'POST', { ...json, origin: ours, 'sec-fetch-site': 'cross-site' }, 'forbidden'],
    ['from our page, as the browser says', 'POST', { ...json, origin: ours, 'sec-fetch-site': 'same-origin' }, null],
    ['from a form', 'POST', { 'content-type': 'text/plain', origin: ours }, 'invalid'],
    ['with no type', 'POST', { origin: ours }, 'invalid'],
  ]
  for (const [what, method, headers, code] of cases)
    test(`${what} is ${code ?? 'let in'}`, () => {
      const check = () => checkOrigin({ method, headers: new Headers(headers) })
      if (code === null) expect(check).not.toThrow()
      else expect(check).toThrow(expect.objectContaining({ code }))
    })
})
