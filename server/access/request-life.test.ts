import { describe, expect, it } from 'vitest'
import { isOpen, moveRequest } from './request-life'
import { type RequestState, requestStates } from './schema'

const legal: Record<RequestState, string> = {
  draft: 'submitted withdrawn',
  submitted: 'info_needed approved rejected withdrawn timed_out',
  info_needed: 'submitted approved rejected withdrawn timed_out',
  approved: '',
  rejected: '',
  withdrawn: '',
  timed_out: '',
}

describe('a request', () => {
  for (const from of requestStates)
    for (const to of requestStates) {
      const may = legal[from].split(' ').includes(to)
      it(`${from} ${may ? 'may' : 'may not'} become ${to}`, () => {
        if (may) expect(moveRequest(from, to)).toBe(to)
        else expect(() => moveRequest(from, to)).toThrow(expect.objectContaining({ code: 'conflict' }))
      })
    }

  it('says where it stands', () => {
    expect(() => moveRequest('rejected', 'approved')).toThrow('already rejected')
    expect(() => moveRequest('draft', 'approved')).toThrow('is a draft')
  })

  it('is open while nobody has the last word', () => {
    expect(requestStates.filter(isOpen)).toEqual(['submitted', 'info_needed'])
  })
})
