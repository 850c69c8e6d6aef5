import { describe, expect, it } from 'vitest'
import { readApproval } from './approval'

describe('what a policy says of approval', () => {
  it.each<[Record<string, string | null>, unknown]>([
    [{ id: 'x', mask: '*:hash' }, null],
    [{ approval: 'automatic' }, { roles: [] }],
    [{ approval: 'owner' }, { roles: ['owner'] }],
    [{ approval: ' second ,owner,steward, owner ' }, { roles: ['owner', 'steward', 'second'] }],
    [
      { remind: 'PT24H', climb: 'P3D', timeout: 'P30D', answer: 'P1DT12H' },
      { remind: 24, climb: 72, timeout: 720, answer: 36 },
    ],
    [{ breakglass: 'PT4H' }, { breakglass: 4 }],
    [{ breakglass: 'never' }, { breakglass: 0 }],
  ])('%j', (annotations, approval) => {
    expect(readApproval(annotations)).toEqual({ ok: true, approval })
  })

  it.each<[Record<string, string | null>, string]>([
    [{ approval: null }, '"" is nobody'],
    [{ approval: 'automatic, owner' }, 'automatic stands alone'],
    [{ approval: 'boss' }, '"boss" is nobody who agrees'],
    [{ approval: 'second' }, 'needs a first'],
    [{ breakglass: 'PT5H' }, 'at most 4 hours'],
    [{ breakglass: 'PT0H' }, 'at most 4 hours'],
    [{ breakglass: null }, 'or never'],
    [{ remind: 'PT30M' }, 'days and hours'],
    [{ climb: 'P' }, 'days and hours'],
    [{ timeout: 'P900D' }, 'at most 8760'],
    [{ timeout: '-P1D' }, 'days and hours'],
    [{ answer: '24' }, 'days and hours'],
  ])('%j is refused', (annotations, reason) => {
    expect(readApproval(annotations)).toEqual({
      ok: false,
      key: Object.keys(annotations)[0],
      reason: expect.stringContaining(reason),
    })
  })
})
