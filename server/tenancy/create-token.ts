import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { forbidden, invalid } from '@/server/platform/errors'
import { issueToken } from './issue-token'
import { type Actor, type NewToken, type TokenScope, tokenScope } from './schema'

const hour = 3_600_000
const defaultDays = 90
const maxDays = 366

/** Makes a personal token, shown once; never wider than the token that asks for it. */
export async function createToken(
  actor: Actor,
  input: NewToken,
): Promise<{ id: string; name: string; token: string; expiresAt: string; scopes: TokenScope[] }> {
  const { scope, principal } = actor
  const held = actor.scopes ?? tokenScope.options
  const scopes = input.scopes ?? [...held]
  const wider = scopes.filter((name) => !held.includes(name))
  if (wider.length > 0)
    throw forbidden(`The token you use lacks ${wider.join(', ')}, so it cannot make one that has it.`)
  const hours = input.expiresAt ? (Date.parse(input.expiresAt) - now().getTime()) / hour : defaultDays * 24
  if (hours <= 0 || hours > maxDays * 24) {
    const message = `must be in the future and within ${maxDays} days`
    throw invalid('The end date of the token is out of range.', [{ path: 'expiresAt', message }])
  }
  return withOrg(scope, async () => {
    const made = await issueToken(scope, principal.id, { name: input.name, hours, scopes })
    await audit.record(scope, {
      actor: principal.id,
      action: 'token.created',
      resource: { type: 'token', id: made.id },
      detail: { scopes },
      requestId: actor.requestId,
    })
    return { ...made, name: input.name, scopes }
  })
}
