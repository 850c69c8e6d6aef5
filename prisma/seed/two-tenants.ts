import { newId } from '@/server/platform/ids'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import type { OrgRole } from '@/server/tenancy/schema'

/** The password of every person in a fixture. */
export const fixturePassword = 'correct horse battery'

async function tenant(name: string) {
  const slug = `${name}-${newId('organisation').slice(-10)}`
  const first = { email: `owner@${name}.example`, name: 'Olive Owner', password: fixturePassword }
  const { scope, ownerId } = await tenancy.createOrganisation({ slug, name: `Organisation ${name}`, owner: first })
  const actorOf = async (id: string): Promise<Actor> => {
    const principal = await tenancy.loadPrincipal(scope, id)
    if (!principal) throw new Error(`the fixture's member ${id} is not active`)
    return { scope, principal, requestId: 'rq_test', via: 'session', scopes: null }
  }
  const owner = await actorOf(ownerId)
  const join = async (role: OrgRole, who: string) => {
    const invited = await tenancy.inviteMember(owner, { email: `${who}@${name}.example`, name: who, role })
    const { principal } = await tenancy.acceptInvitation({
      code: invited.invitation.code,
      name: who,
      password: fixturePassword,
    })
    return principal.id
  }
  /** By an identity provider, which costs no password hash. */
  const joinByOidc = async (role: OrgRole, who: string) => {
    const email = `${who}-${slug}@${name}.example`
    await tenancy.inviteMember(owner, { email, name: who, role })
    const identity = { issuer: `https://idp.${name}.example`, subject: `${slug} ${who}`, email, emailVerified: true }
    return (await tenancy.signInWithOidc(identity, slug)).memberId
  }
  const domain = await tenancy.createDomain(owner, { slug: 'sales', name: 'Sales', description: '' })
  const publisherId = await joinByOidc('publisher', 'publisher')
  await tenancy.setDomainMember(owner, domain.slug, publisherId, 'publisher')
  const [steward, auditor, member] = [
    await joinByOidc('steward', 'steward'),
    await joinByOidc('auditor', 'auditor'),
    await join('member', 'member'),
  ]
  return {
    scope,
    org: { id: scope.orgId, slug },
    domain: { id: domain.id, slug: domain.slug, name: domain.name },
    actorOf,
    owner,
    publisher: await actorOf(publisherId),
    steward: await actorOf(steward),
    auditor: await actorOf(auditor),
    member: await actorOf(member),
  }
}

export type Tenant = Awaited<ReturnType<typeof tenant>>

/** Two organisations with the same people in name, made through the real use cases, so that a leak between them shows. */
export const twoTenants = async (): Promise<{ a: Tenant; b: Tenant }> => ({
  a: await tenant('a'),
  b: await tenant('b'),
})
