// Organisations and the people in them: who may sign in, and as whom. Everything else takes the Actor that this folder makes;
// credentials belong to one organisation's member, so that the same e-mail in two organisations is two members.

import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as store from './store'

export { acceptInvitation } from './accept-invitation'
export { authenticateToken } from './authenticate-token'
export { changeMember } from './change-member'
export { createDomain } from './create-domain'
export { createOrganisation } from './create-organisation'
export { createToken } from './create-token'
export { findInvitation } from './find-invitation'
export { inviteMember } from './invite-member'
export { isFirstOrganisation } from './is-first-organisation'
export { issueToken } from './issue-token'
export { listOrganisationIds } from './list-organisation-ids'
export { listOrganisations } from './list-organisations'
export { loadPrincipal } from './load-principal'
export { removeToken } from './remove-token'
export type { Actor, Domain, Member, Organisation, Principal } from './schema'
export { setDomainMember } from './set-domain-member'
export { signIn } from './sign-in'
export { type OidcIdentity, signInWithOidc } from './sign-in-with-oidc'
export { findDomain, findMember, findOrganisation, listDomains, listMembers, listTokens, markDemo } from './store'

/** A domain by slug or id; throws not_found. */
export const getDomain = async (scope: OrgScope, slugOrId: string) => {
  const domain = await store.findDomain(scope, slugOrId)
  if (!domain) throw notFound('domain')
  return domain
}

/** The ids of a domain's active owners; the organisation's owners where it has none. */
export const domainOwners = async (scope: OrgScope, domainId: string): Promise<string[]> => {
  const members = (await store.listMembers(scope)).filter((member) => member.state === 'active')
  const own = members.filter((m) => m.domains.some((d) => d.id === domainId && d.role === 'owner'))
  return (own.length > 0 ? own : members.filter((m) => m.role === 'owner')).map((m) => m.id)
}
