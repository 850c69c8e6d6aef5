import { expect, it } from 'vitest'
import { disposable } from './retention'

const day = 86_400_000
const now = new Date('2001-06-30T00:00:00Z')
const old = (id: string, days: number) => ({
  id,
  state: 'current',
  createdAt: new Date(now.getTime() - days * day).toISOString(),
})
it('lets go of what is old, beyond the newest five, and pointed at by nothing', () => {
  const all = Array.from({ length: 9 }, (_, i) => old(`s${i}`, i * 3))
  expect(disposable(all, 's0', new Set(['s7']), now).map(({ id }) => id)).toEqual(['s5', 's6', 's8'])
  expect(disposable(all.slice(0, 5), null, new Set(), now)).toEqual([])
})
