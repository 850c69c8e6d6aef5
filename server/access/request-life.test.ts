import { expect, it } from 'vitest'
import { moveRequest, stepsOf } from './request-life'
import { requestStates } from './schema'

const legal = ['submitted approved', 'submitted rejected', 'submitted withdrawn']
const every = requestStates.flatMap((from) => requestStates.map((to) => [from, to] as const))

it.each(every)('from %s to %s', (from, to) => {
  if (legal.includes(`${from} ${to}`)) expect(moveRequest(from, to)).toBe(to)
  else expect(() => moveRequest(from, to)).toThrow(expect.objectContaining({ code: 'conflict' }))
})

it.each([
  ['submitted', [{ role: 'owner', state: 'waiting' }]],
  ['approved', [{ role: 'owner', state: 'approved', by: 'mem_1', byName: 'Ada' }]],
  ['rejected', [{ role: 'owner', state: 'rejected', by: 'mem_1', byName: 'Ada' }]],
  ['withdrawn', [{ role: 'owner', state: 'skipped' }]],
] as const)('a request that is %s shows its steps', (state, steps) => {
  expect(stepsOf(state, { id: 'mem_1', name: 'Ada' })).toEqual(steps)
})
