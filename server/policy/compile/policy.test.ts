import { describe, expect, it } from 'vitest'
import { readValue } from './entity'
import type { Expression, PolicyJson } from './expression'
import { compilePolicy } from './policy'
import { Untranslatable } from './refusal'
import { Fault } from './value'

const everybody = { op: 'All' } as const
const policy = (body?: Expression, more: object = {}) => {
  const conditions = body ? [{ kind: 'when' as const, body }] : []
  const json: PolicyJson = {
    effect: 'permit',
    principal: everybody,
    action: everybody,
    resource: everybody,
    conditions,
  }
  return { id: 'one', json: { ...json, ...more } }
}
const compiled = (body: Expression) => compilePolicy(policy(body))
const of = (variable: string, attr = 'name') => ({ '.': { left: { Var: variable }, attr } })
const equals = (left: Expression, right: Expression = { Value: 'x' }) => ({ '==': { left, right } })

describe('a policy is not taken', () => {
  it.each<[string, object, string]>([
    ['that is a template', { principal: { op: '==', slot: '?principal' } }, 'is a template'],
    ['that is a template of resources', { resource: { op: 'in', slot: '?resource' } }, 'is a template'],
    ['that uses what is not understood', policy({ hasTag: { left: { Var: 'resource' } } }).json, 'uses hasTag'],
    ['that calls what is not understood', policy({ ip: [{ Value: '10.0.0.1' }] }).json, 'uses ip'],
  ])('%s', (_, more, why) => {
    expect(() => compilePolicy(policy(undefined, more))).toThrow(Untranslatable)
    expect(() => compilePolicy(policy(undefined, more))).toThrow(why)
  })
})

describe('a policy is found first by', () => {
  it.each<[string, Expression, unknown]>([
    ['what the principal is', equals(of('principal')), { of: 'principal', attribute: 'name', value: 'x' }],
    ['what the resource is', { '&&': { left: equals(of('resource')), right: { Value: true } } }, { of: 'resource' }],
    ['nothing that the circumstances say', equals(of('context', 'purpose')), null],
    ['nothing of an action', equals(of('action')), null],
    ['nothing of another entity’s', equals({ '.': { left: of('resource', 'team'), attr: 'name' } }), null],
    ['no value that is not known yet', equals(of('resource'), of('principal')), null],
    ['no other comparison', { '!=': { left: of('resource'), right: { Value: 'x' } } }, null],
  ])('%s', (_, body, first) => {
    const found = compiled(body).first
    if (first) expect(found).toMatchObject(first)
    else expect(found).toBeNull()
  })
})

it('a value that calls what is not understood is a fault', () => {
  expect(() => readValue({ __extn: { fn: 'ip', arg: '10.0.0.1' } })).toThrow(Fault)
  expect(readValue({ __extn: { fn: 'decimal', arg: '1.5' } })).toEqual(
    readValue({ __extn: { fn: 'decimal', arg: '1.50' } }),
  )
})
