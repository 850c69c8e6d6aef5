import { describe, expect, it } from 'vitest'
import type { DomainRole, OrgRole } from '@/server/tenancy/schema'
import { type ApprovalRole, fillsStep } from './approval-steps'

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
})
