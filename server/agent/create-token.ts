import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import type { Actor, TokenScope } from '@/server/tenancy/schema'
import type { NewToken } from './schema'
import * as store from './store'

const hour = 3_600_000

/** Makes a token of an agent, shown once; it ends with the agent at the latest. */
export async function createToken(
  actor: Actor,
  id: string,
  { name, scopes, expiresAt }: NewToken,
): Promise<{ id: string; name: string; token: string; expiresAt: string; scopes: TokenScope[] }> {
  const { scope, principal, requestId } = actor
  return withOrg(scope, async () => {
    const agent = await store.find(scope, id)
    if (!agent || agent.state === 'removed') throw notFound('agent')
    const at = now()
    if (agent.endsAt <= at) throw conflict(`${agent.name} has ended: give it a later end date first.`)
    const ends = expiresAt === undefined ? agent.endsAt : new Date(expiresAt)
    if (ends <= at || ends > agent.endsAt) {
      const message = `must be in the future and not after the agent's own end, ${agent.endsAt.toISOString()}`
      throw invalid('The end date of the token is out of range.', [{ path: 'expiresAt', message }])
    }
    const hours = (ends.getTime() - at.getTime()) / hour
    const made = await tenancy.issueToken(scope, id, { name, hours, scopes, kind: 'agent' })
    const resource = { type: 'token', id: made.id }
    const detail = { agent: id, scopes }
    await audit.record(scope, { actor: principal.id, action: 'token.created', resource, detail, requestId })
    return { ...made, name, scopes }
  })
}
