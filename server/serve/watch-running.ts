import * as access from '@/server/access'
import type { OrgScope } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { log } from '@/server/platform/log'
import * as policy from '@/server/policy'
import { listPaused } from './list-paused'
import { grantsOf, policiesChanged } from './reading'
import type { Source } from './schema'
import * as store from './store'

/** Statements of one organisation that may run, or wait for their turn to, at once in one process; the next is asked to come back. */
const mostAtOnce = 32
const pollMs = 1_000

type Running = {
  scope: OrgScope
  id: string
  principalId: string
  /** What it reads, or might until that is known; a pause of a port, or the end of a grant, cuts it. */
  sources: readonly Source[]
  policyVersion: string
  control: AbortController
}
// Development reloads modules; what runs must not be forgotten with them.
const holder = globalThis as typeof globalThis & {
  stoaRunning?: Map<string, Running>
  stoaRunningPoll?: NodeJS.Timeout
}
holder.stoaRunning ??= new Map()
const running = holder.stoaRunning

/**
 * Holds a statement while it runs: it is cut when a grant it stands on ends, when a port of it is paused, when the policies change, when its owner cancels it (in
 * whichever process), or when its caller leaves. `stop` lets it go.
 */
export function watchRunning(ask: Omit<Running, 'control'> & { signal?: AbortSignal }) {
  const { scope, id, principalId, sources, policyVersion } = ask
  const own = [...running.values()].filter((one) => one.scope.orgId === scope.orgId)
  if (own.length >= mostAtOnce)
    throw new AppError(
      'limited',
      `${own.length} queries of your organisation run or wait at this moment. Try again shortly.`,
      {
        retryAfter: 2,
      },
    )
  const control = new AbortController()
  const entry = { scope, id, principalId, sources, policyVersion, control }
  running.set(id, entry)
  holder.stoaRunningPoll ??= setInterval(() => void poll(), pollMs).unref()
  return {
    cut: (reason: unknown) => control.abort(reason),
    /** It turned out to read no more than these. */
    narrow: (read: readonly Source[]) => {
      entry.sources = read
    },
    signal: ask.signal ? AbortSignal.any([ask.signal, control.signal]) : control.signal,
    stop: () => {
      running.delete(id)
      if (running.size > 0) return
      clearInterval(holder.stoaRunningPoll)
      holder.stoaRunningPoll = undefined
    },
  }
}

async function poll() {
  const scopes = new Map([...running.values()].map((one) => [one.scope.orgId, one.scope]))
  // A poll that fails is made again in a second; each answer checks its grants once more before it leaves.
  for (const scope of scopes.values())
    await cut(scope).catch((error) => log.warn('could not look after running queries', { error }))
}

async function cut(scope: OrgScope) {
  const own = [...running.values()].filter((one) => one.scope.orgId === scope.orgId)
  const cancelled = await store.listCancelled(
    scope,
    own.map((one) => one.id),
  )
  for (const one of own)
    if (cancelled.includes(one.id)) one.control.abort(new AppError('conflict', 'The query was cancelled.'))
  const version = await policy.version(scope)
  for (const one of own) if (one.policyVersion !== version) one.control.abort(new AppError('conflict', policiesChanged))
  const paused = await listPaused(
    scope,
    own.flatMap(({ sources }) => sources.map(({ productId }) => productId)),
  )
  for (const one of own) {
    const why = one.sources.map(paused).find((each) => each !== undefined)
    if (why !== undefined) one.control.abort(new AppError('forbidden', `${why} What was running was cut.`))
  }
  // By reader too: a domain's grant lives on when one of its members leaves it.
  const held = new Map(
    own.flatMap((one) => grantsOf(one.sources).map((grant) => [`${grant} ${one.principalId}`, { grant, one }])),
  )
  for (const { grant, one } of held.values()) {
    const standing = await access.liveGrant(scope, grant, one.principalId)
    if (standing.live) continue
    const ended = new AppError('forbidden', `${standing.reason} What was running was cut.`)
    for (const other of own)
      if (other.principalId === one.principalId && grantsOf(other.sources).includes(grant)) other.control.abort(ended)
  }
}
