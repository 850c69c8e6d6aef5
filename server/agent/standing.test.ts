import { expect, it } from 'vitest'
import { standingOf } from './standing'

const at = new Date('2026-11-25T12:00:00Z')
const well = {
  name: 'Nightly',
  state: 'active' as const,
  endsAt: new Date('2026-12-01T00:00:00Z'),
  purpose: 'analytics',
}
const ann = { name: 'Ann', state: 'active' as const }
const open = new Set(['analytics'])

it.each([
  ['runs', well, ann, open, null],
  ['stopped', { ...well, state: 'stopped' as const }, ann, open, /was stopped/],
  ['removed', { ...well, state: 'removed' as const }, ann, open, /was removed/],
  ['at its end', { ...well, endsAt: at }, ann, open, /ended at 2026-11-25T12/],
  ['sponsor disabled', well, { ...ann, state: 'disabled' as const }, open, /its sponsor, Ann, is disabled/],
  ['sponsor invited again', well, { ...ann, state: 'invited' as const }, open, /is invited/],
  ['sponsor removed', well, { ...ann, state: 'removed' as const }, open, /sponsor has left/],
  ['no sponsor', well, null, open, /sponsor has left/],
  ['purpose ended', well, ann, new Set(['research']), /its purpose, analytics, has ended/],
])('%s', (_, agent, sponsor, purposes, reason) => {
  const standing = standingOf(agent, sponsor, purposes, at)
  if (reason === null) expect(standing).toEqual({ ok: true })
  else expect(standing).toEqual({ ok: false, reason: expect.stringMatching(reason) })
})
