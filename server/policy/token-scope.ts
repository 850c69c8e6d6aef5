import type { TokenScope } from '@/server/tenancy/schema'
import type { Action } from './schema'

/** The scope that a token must carry for an action; its member's roles still decide. */
export const scopeOf: Record<Action, TokenScope> = {
  discover: 'read',
  view: 'read',
  preview: 'read',
  query: 'read',
  request: 'request',
  approve: 'manage',
  revoke: 'manage',
  connect: 'manage',
  edit: 'manage',
  publish: 'manage',
  audit: 'admin',
  administer: 'admin',
  propose: 'request',
  perform: 'manage',
}
