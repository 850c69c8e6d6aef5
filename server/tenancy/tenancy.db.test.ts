import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixturePassword, type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '.'

let a: Tenant
let b: Tenant
beforeAll(async () => {
  ;({ a, b } = await twoTenants())
})
afterAll(closeDatabase)

const issued = async (tenant: Tenant, scopes?: ('read' | 'request' | 'manage' | 'admin')[]) =>
  tenancy.createToken(tenant.member, { name: 'script', scopes })

describe('sign-in', () => {
  it('opens with the right password of the right organisation only', async () => {
    const email = 'member@a.example'
    await expect(tenancy.signIn({ email, password: fixturePassword, org: a.org.slug })).resolves.toMatchObject({
      orgId: a.scope.orgId,
      memberId: a.member.principal.id,
    })
    await expect(tenancy.signIn({ email, password: fixturePassword, org: b.org.slug })).rejects.toThrow(/is wrong/)
    await expect(tenancy.signIn({ email, password: 'something else', org: a.org.slug })).rejects.toThrow(/is wrong/)
    await expect(tenancy.signIn({ email, password: fixturePassword })).rejects.toThrow(/several organisations/)
  })

  it('is limited to ten tries a minute for one account', async () => {
    const tries = Array.from({ length: 12 }, () => ({ email: 'flood@a.example', password: 'x', org: a.org.slug }))
    const codes: string[] = []
    for (const input of tries) await tenancy.signIn(input).catch((error) => codes.push(error.code))
    expect(codes.slice(10)).toEqual(['limited', 'limited'])
  })

  it('runs at most two password hashes at once and refuses the third', async () => {
    const at = (n: number) => tenancy.signIn({ email: `p${n}@a.example`, password: 'x', org: a.org.slug })
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(at))
    const codes = outcomes.map((one) => (one.status === 'rejected' ? one.reason.code : 'in'))
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(2)
    expect(codes.filter((code) => code === 'limited')).toHaveLength(3)
  })
})

describe('invitations', () => {
  it('for an e-mail of another organisation make a second member and touch nothing there', async () => {
    const email = 'member@b.example'
    const invited = await tenancy.inviteMember(a.owner, { email, role: 'member' })
    const { code } = invited.invitation
    await tenancy.acceptInvitation({ code, name: 'Somebody Else', password: 'a new password here' })
    const there = await tenancy.findMember(b.scope, b.member.principal.id)
    expect(there?.name).toBe('member')
    await expect(tenancy.signIn({ email, password: fixturePassword, org: b.org.slug })).resolves.toBeTruthy()
    await expect(tenancy.signIn({ email, password: 'a new password here', org: a.org.slug })).resolves.toBeTruthy()
  })

  it('are accepted once, however many try at the same time', async () => {
    const invited = await tenancy.inviteMember(a.owner, { email: 'once@a.example', role: 'member' })
    const accept = () =>
      tenancy.acceptInvitation({ code: invited.invitation.code, name: 'Once', password: 'a password of ten' })
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, accept))
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    await expect(accept()).rejects.toThrow(/used, replaced or has ended/)
  })

  it('are void once replaced', async () => {
    const first = await tenancy.inviteMember(a.owner, { email: 'twice@a.example', role: 'member' })
    await tenancy.inviteMember(a.owner, { email: 'twice@a.example', role: 'member' })
    expect(await tenancy.findInvitation(first.invitation.code)).toBeNull()
  })
})

describe('tokens', () => {
  it('stand for their member, and only a hash is kept', async () => {
    const { token } = await issued(a)
    expect(await tenancy.authenticateToken(token)).toMatchObject({ principal: { id: a.member.principal.id } })
    expect(JSON.stringify(await tenancy.listTokens(a.scope, a.member.principal.id))).not.toContain(token)
  })

  it('never mint a wider one', async () => {
    const { token } = await issued(a, ['read'])
    const actor = { ...(await tenancy.authenticateToken(token))!, requestId: 'rq' }
    await expect(tenancy.createToken(actor, { name: 'wider', scopes: ['read', 'manage'] })).rejects.toThrow(
      /lacks manage/,
    )
    expect((await tenancy.createToken(actor, { name: 'same' })).scopes).toEqual(['read'])
  })

  it('end at once when their member is disabled, as sessions do', async () => {
    const { token } = await issued(b)
    const id = b.member.principal.id
    await tenancy.changeMember(b.owner, id, { state: 'disabled' })
    expect(await tenancy.authenticateToken(token)).toBeNull()
    expect((await tenancy.listTokens(b.scope, id)).filter(({ usedAt }) => usedAt !== null)).toEqual([])
    expect(await tenancy.loadPrincipal(b.scope, id)).toBeNull()
    await tenancy.changeMember(b.owner, id, { state: 'active' })
    expect(await tenancy.loadPrincipal(b.scope, id, 0)).toBeNull()
  })

  it('of another organisation cannot be removed', async () => {
    const { id } = await issued(a)
    await expect(tenancy.removeToken(b.member, id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('members', () => {
  it('cannot lose the last owner, not even when two owners demote each other', async () => {
    const { owner } = b
    const change = { role: 'member' } as const
    await expect(tenancy.changeMember(owner, owner.principal.id, change)).rejects.toThrow(/last owner/)
    const second = b.publisher.principal.id
    await tenancy.changeMember(owner, second, { role: 'owner' })
    const both = [
      tenancy.changeMember(owner, second, change),
      tenancy.changeMember(b.publisher, owner.principal.id, change),
    ]
    const outcomes = await Promise.allSettled(both)
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  it('of another organisation do not exist', async () => {
    await expect(tenancy.changeMember(a.owner, b.member.principal.id, { role: 'owner' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await tenancy.findMember(a.scope, b.owner.principal.id)).toBeNull()
  })
})
