// Organisations and the people in them: who may sign in, and as whom. Everything else takes the Actor that this folder makes;
// credentials belong to one organisation's member, so that the same e-mail in two organisations is two members.
export { acceptInvitation } from './accept-invitation'
export { countAsleep, listAsleep } from './asleep-store'
export { authenticateToken } from './authenticate-token'
export { changeMember } from './change-member'
export { countOrganisations } from './count-organisations'
export { createDomain } from './create-domain'
export { createOrganisation } from './create-organisation'
export { createToken } from './create-token'
export { demandPurpose } from './demand-purpose'
export { domainOwners } from './domain-owners'
export { memberChanged, organisationSwept, purposesChanged } from './events'
export { findInvitation } from './find-invitation'
export { getDomain } from './get-domain'
export { getPurposes } from './get-purposes'
export { inviteMember } from './invite-member'
export { isFirstOrganisation } from './is-first-organisation'
export { issueToken } from './issue-token'
export { listOrganisationIds } from './list-organisation-ids'
export { loadNames, type Names } from './load-names'
export { loadPrincipal } from './load-principal'
export { openPurposes } from './open-purposes'
export { removeToken } from './remove-token'
export type { Actor, Domain, Member, Organisation, Principal } from './schema'
export { setDomainMember } from './set-domain-member'
export { setPurposes } from './set-purposes'
export { signIn } from './sign-in'
export { type OidcIdentity, signInWithOidc } from './sign-in-with-oidc'
export { sleepCredentials } from './sleep-credentials'
export {
  deleteTokens,
  findDomain,
  findMember,
  findOrganisation,
  listAbsentIds,
  listDomains,
  listMembers,
  listTokens,
  markDemo,
} from './store'
export { wakeCredentials } from './wake-credentials'
