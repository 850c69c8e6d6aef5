import type { DomainRole, OrgRole, TokenScope } from '@/server/tenancy/schema'

export const roleWords: Record<OrgRole, string> = {
  owner: 'Owner',
  steward: 'Steward',
  publisher: 'Publisher',
  member: 'Member',
  auditor: 'Auditor',
}

export const roleSentences: Record<OrgRole, string> = {
  owner: 'Owner: everything, in every domain',
  steward: 'Steward: sees all metadata, decides requests, revokes',
  publisher: 'Publisher: may own or publish in domains they are added to',
  member: 'Member: finds what is published, asks, and reads by grant',
  auditor: 'Auditor: sees all metadata, decisions and the audit; changes nothing',
}

// Written out here, not read off the schemas, so that a browser need not load the validator.
export const orgRoles = Object.keys(roleWords) as OrgRole[]

export const domainRoleWords: Record<DomainRole, string> = { owner: 'owner', publisher: 'publisher', member: 'member' }

export const scopeSentences: Record<TokenScope, string> = {
  read: 'Find, view and query what you may read',
  request: 'Ask for access',
  manage: 'Connect, edit, publish, approve and revoke',
  admin: 'Audit and administer',
}

export const domainRoles = Object.keys(domainRoleWords) as DomainRole[]
export const tokenScopes = Object.keys(scopeSentences) as TokenScope[]
