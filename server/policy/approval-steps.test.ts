import { describe, expect, it } from 'vitest'
import type { DomainRole, OrgRole } from '@/server/tenancy/schema'
import { type ApprovalRole, approvalRule, approvalSteps, fillsStep, mayBreakGlass } from './approval-steps'

describe('the steps of a request', () => {
  it.each<[string, (string | null)[], string]>([
    ['no column has a class', [null, null], 'owner'],
    ['nothing is known of the columns', [], 'owner'],
    ['all are public', ['public', 'public'], 'owner'],
    ['some are internal', ['internal', null], 'owner'],
    ['one is confidential', ['public', 'confidential'], 'owner steward'],
    ['one has a class that nobody knows', ['amber'], 'owner steward'],
    ['a class is written otherwise', [' Restricted '], 'owner steward second'],
    ['one is restricted', [null, 'restricted', 'public'], 'owner steward second'],
  ])('where %s', (_, classes, roles) => {
    expect(
      approvalSteps(classes)
        .map(({ role }) => role)
        .join(' '),
    ).toBe(roles)
  })

  const open = { ...approvalRule, automatic: ['public'] }
  it.each<[string, (string | null)[], number]>([
    ['all are public', ['public', 'public'], 0],
    ['one has no class', ['public', null], 1],
    ['one is internal', ['public', 'internal'], 1],
    ['nothing is known', [], 1],
  ])('with public ones automatic, where %s', (_, classes, steps) => {
    expect(approvalSteps(classes, open)).toHaveLength(steps)
  })

  it('say why', () => {
    expect(approvalSteps(['restricted', 'confidential', 'confidential'])[1]?.because).toBe(
      'Columns are classified: confidential, restricted.',
    )
  })
})

describe('who may fill a step', () => {
  const who = (role: OrgRole, inDomain?: DomainRole) => ({
    role,
    domains: inDomain ? [{ id: 'dom_a', role: inDomain }] : [],
  })
  it.each<[string, ReturnType<typeof who>, string]>([
    ['an owner of the organisation', who('owner'), 'owner steward second'],
    ['a steward', who('steward'), 'owner steward second'],
    ['an owner of the domain', who('publisher', 'owner'), 'owner second'],
    ['a publisher of the domain', who('publisher', 'publisher'), 'owner second'],
    ['a member of the domain', who('member', 'member'), ''],
    ['a publisher of elsewhere', who('publisher'), ''],
    ['an auditor', who('auditor'), ''],
  ])('%s', (_, decider, roles) => {
    const all: ApprovalRole[] = ['owner', 'steward', 'second']
    expect(all.filter((role) => fillsStep(role, decider, 'dom_a')).join(' ')).toBe(roles)
    const elsewhere = all.filter((role) => fillsStep(role, decider, 'dom_b')).length
    expect(elsewhere).toBe(decider.role === 'owner' || decider.role === 'steward' ? 3 : 0)
  })

  it('breaks the glass only where policy names them', () => {
    expect(
      ['owner', 'steward', 'publisher', 'member', 'auditor'].map((role) => mayBreakGlass(who(role as OrgRole))),
    ).toEqual([true, true, false, false, false])
  })
})
