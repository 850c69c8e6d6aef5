import * as agent from '@/server/agent'
import { mintScope, readOrg } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { sameSecret } from '@/server/platform/secrets'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { checkOrigin } from './origin'
import { readSession } from './session'

/** What a door tells the procedures about the call that came in. */
export interface Context {
  actor: Actor | null
  /** The platform operator: may make organisations, and is nobody inside them. */
  root: boolean
  requestId: string
  door: 'trpc' | 'rest' | 'page'
  signal: AbortSignal
  headers: Headers
  /** What the REST door answers with beside the body; a procedure may set it. */
  reply: { status?: number; headers: Record<string, string> }
}

type Door = { door: Context['door']; signal?: AbortSignal }
const sleepless = new AbortController().signal

/** Who a cookie stands for; null unless it is a live session of an active member. */
async function sessionActor(headers: Headers, requestId: string): Promise<Actor | null> {
  const session = await readSession(headers.get('cookie'))
  if (!session) return null
  const scope = mintScope(session.orgId)
  // Each call decides by the policies that stand when it comes in.
  const [principal] = await readOrg(scope, () =>
    Promise.all([tenancy.loadPrincipal(scope, session.memberId, session.epoch), policy.load(scope)]),
  )
  return principal && { scope, principal, requestId, via: 'session', scopes: null }
}

/** Reads who calls from the bearer token or else the session cookie, and nothing else of the request. */
export async function createContext(request: Pick<Request, 'headers' | 'method'>, options: Door): Promise<Context> {
  const { headers } = request
  const requestId = `rq_${newId('event').slice(4)}`
  const common = { requestId, door: options.door, signal: options.signal ?? sleepless, headers, reply: { headers: {} } }
  const authorization = headers.get('authorization')
  if (authorization === null) {
    const actor = await sessionActor(headers, requestId)
    if (actor && options.door !== 'page') checkOrigin(request)
    return { ...common, actor, root: false }
  }
  const [, bearer] = /^Bearer ([\x21-\x7e]{8,300})$/i.exec(authorization) ?? []
  const rootToken = env().STOA_ROOT_TOKEN
  if (bearer && rootToken && sameSecret(bearer, rootToken)) return { ...common, actor: null, root: true }
  const found = bearer ? await tenancy.authenticateToken(bearer, { admit: agent.admit, besides: policy.load }) : null
  if (!found) throw new AppError('unauthenticated', 'This token is unknown or has ended. Make a new one in Settings.')
  return { ...common, actor: { ...found, requestId }, root: false }
}
