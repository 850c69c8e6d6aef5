import { initTRPC, TRPCError } from '@trpc/server'
import type { OpenApiMeta } from 'trpc-to-openapi'
import type { Visibility } from '@/server/catalog/schema'
import { AppError, httpStatus } from '@/server/platform/errors'
import type { Action, Resource, ResourceType } from '@/server/policy'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import type { TokenScope } from '@/server/tenancy/schema'
import type { Context } from './context'
import { note, toAppError, trpcCode } from './failure'
import { noteAct } from './note-act'
import { RawOutput } from './raw-output'

/** Where a procedure stands in REST (API.md), and how it answers there. */
export interface Rest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/${string}`
  summary: string
  /** The status of a plain success; 200 unless said. */
  status?: 200 | 201 | 202
  /** Media types beside JSON whose whole body goes, as text, into one field of the input. */
  accepts?: Record<string, string>
  /** A change that an agent may make too, though it is about oneself; no other is for a program. */
  byAgents?: boolean
}
export interface Meta extends OpenApiMeta {
  /** Who may call: an action on a kind of resource, anyone signed in about themselves, or anyone at all. */
  permission: { action: Action; on: ResourceType } | { self: TokenScope } | 'anyone'
  rest: Rest
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const ours = toAppError(error)
      const data = { ...shape.data, stack: undefined, httpStatus: httpStatus[ours.code] }
      const app = { code: ours.code, details: ours.details, requestId: ctx?.requestId, retryAfter: ours.retryAfter }
      return { ...shape, message: ours.message, data: { ...data, app } }
    },
  })

export const router = t.router

/** The portal's paged queries name the direction they read in; there is only one, and strict inputs do not know the word. */
function withoutDirection(input: unknown): unknown {
  if (input === null || typeof input !== 'object' || !('direction' in input)) return input
  const { direction: _, ...rest } = input
  return rest
}

/** Turns whatever was thrown into one of our errors, once, and writes down what only we may know. */
const base = t.procedure.use(async ({ ctx, path, meta, getRawInput, next }) => {
  const result = await (ctx.door === 'rest'
    ? next()
    : next({ getRawInput: () => getRawInput().then(withoutDirection) }))
  const failure = result.ok ? null : toAppError(result.error)
  await noteAct(ctx, meta?.rest, getRawInput, result.ok ? result.data : failure)
  if (!result.ok) {
    const error = failure ?? toAppError(result.error)
    note(error, ctx.requestId, path)
    throw new TRPCError({ code: trpcCode[error.code], message: error.message, cause: error })
  }
  if (result.data instanceof RawOutput && ctx.door !== 'rest') {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'This answer is not JSON: ask for it at /api/v1.' })
  }
  return result
})

const place = (rest: Rest, protect: boolean) => ({
  rest,
  openapi: {
    method: rest.method,
    path: rest.path,
    summary: rest.summary,
    protect,
    tags: [rest.path.split('/')[1] ?? ''],
  },
})

function signedIn(actor: Actor | null): Actor {
  if (!actor) throw new AppError('unauthenticated', 'Sign in first, or send a token as "Authorization: Bearer …".')
  return actor
}

/** A procedure that anyone may call: sign-in, an invitation, the state of the installation. */
export const open = (rest: Rest) => base.meta({ permission: 'anyone', ...place(rest, false) })

/** A procedure about oneself: one's tokens, notifications, sessions. A token needs the scope named. */
export const own = (rest: Rest, self: TokenScope = 'read') =>
  base.meta({ permission: { self }, ...place(rest, true) }).use(async ({ ctx, next }) => {
    const actor = signedIn(ctx.actor)
    if (actor.scopes && !actor.scopes.includes(self)) {
      throw new AppError('forbidden', `The token in use lacks the scope "${self}", which this call needs.`)
    }
    if (actor.principal.type === 'agent' && rest.method !== 'GET' && !rest.byAgents)
      throw new AppError('forbidden', 'This is for people: an agent only finds and reads.')
    return next({ ctx: { actor, scope: actor.scope } })
  })

const looks: ReadonlySet<Action> = new Set(['discover', 'view'])

/**
 * A procedure that does one action on one kind of resource. Its handler must ask `ctx.demand(resource)` (null reads
 * not_found) or narrow by `ctx.visibility()` or `ctx.sees`; one that forgets fails instead of answering.
 */
export const permitted = (action: Action, on: ResourceType, rest: Rest) =>
  base.meta({ permission: { action, on }, ...place(rest, true) }).use(async ({ ctx, next, path }) => {
    const actor = signedIn(ctx.actor)
    const scope = policy.scopeOf[action]
    if (actor.scopes && !actor.scopes.includes(scope)) {
      throw new AppError('forbidden', `The token in use lacks the scope "${scope}", which this call needs.`)
    }
    const surface = ctx.door === 'rest' ? ('rest' as const) : ('portal' as const)
    let asked = false
    /** `as` is a colleague whose place the caller takes, which the use case has established. */
    const demand = (resource: Resource | null, instead: Action = action, as = actor.principal): Resource => {
      asked = true
      return policy.demand({ ...actor, principal: as }, instead, on, resource, { surface })
    }
    const visibility = (): Visibility => {
      asked = true
      return policy.visibility(actor.principal, { surface })
    }
    /** Whether a list may tell of a thing: of the caller's own sight, or of a colleague's whose place they take. */
    const sees = (resource: Resource, as = actor.principal): boolean => {
      asked = true
      return policy.sees(as, resource, { surface })
    }
    /** Whether a list may name a product: whoever may discover it finds it everywhere. */
    const finds = (resource: Resource): boolean => {
      asked = true
      const query = { principal: actor.principal, resource, circumstances: { surface } }
      return policy.decide({ ...query, action: 'discover' }).effect === 'allow'
    }
    /** The domains that a list looks through for the caller; undefined for all. What it finds there, "sees" is asked about. */
    const reach = async (): Promise<string[] | undefined> => {
      asked = true
      const domains = await tenancy.listDomains(actor.scope)
      const ids = domains.map(({ id }) => id)
      return policy.reach(actor.principal, on, ids) ?? undefined
    }
    const result = await next({ ctx: { actor, scope: actor.scope, demand, visibility, sees, finds, reach } })
    // A refusal, and whatever does more than look, is in the decision log before anyone hears of it.
    if (!result.ok || !looks.has(action)) await policy.decisionLog.settle(actor.scope)
    if (result.ok && !asked) throw new AppError('internal', `${path} answered without asking policy.`)
    return result
  })
