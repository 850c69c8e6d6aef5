import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { memberChanged } from './events'
import type { Actor, Domain, DomainRole } from './schema'
import * as store from './store'

/** Gives a member a role in a domain, or (null) takes it away. Only organisation publishers and owners may publish in one. */
export async function setDomainMember(
  actor: Actor,
  domainSlug: string,
  memberId: string,
  role: DomainRole | null,
): Promise<Domain> {
  const { scope } = actor
  return withOrg(scope, async (tx) => {
    const [domain, member] = await Promise.all([store.findDomain(scope, domainSlug), store.findMember(scope, memberId)])
    if (!domain) throw notFound('domain')
    if (!member || member.state === 'removed') throw notFound('member')
    if (role && role !== 'member' && member.role !== 'publisher' && member.role !== 'owner') {
      throw conflict(`${member.name} is a ${member.role} of the organisation: make them a publisher there first.`)
    }
    if (role) await store.putDomainMember(scope, domain.id, memberId, role)
    else if ((await store.deleteDomainMembers(scope, { domainId: domain.id, memberId })) === 0) {
      throw notFound('member of this domain')
    }
    await emit(tx, { name: memberChanged.name, data: { org: scope.orgId, member: memberId } })
    await audit.record(scope, {
      actor: actor.principal.id,
      action: role ? 'domain.member_set' : 'domain.member_removed',
      resource: { type: 'domain', id: domain.id },
      detail: { member: memberId, role },
      requestId: actor.requestId,
    })
    return (await store.findDomain(scope, domain.id))!
  })
}
