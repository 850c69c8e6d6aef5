import * as agent from '@/server/agent'
import { AppError } from '@/server/platform/errors'
import type { Context } from './context'
import type { Rest } from './procedure'

const failed = new Set(['internal', 'unavailable'])

/** The statement of a call, or else its address with what stands in its places. */
function aboutOf(rest: Rest, input: unknown): string {
  const given = (input !== null && typeof input === 'object' ? input : {}) as Record<string, unknown>
  if (typeof given.sql === 'string') return given.sql
  return rest.path.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name] ?? name))
}

/** Keeps a line of each call that an agent makes: what it asked, whether it was allowed or why not, and how many rows it got. */
export async function noteAct(
  { actor }: Pick<Context, 'actor'>,
  rest: Rest | undefined,
  getRawInput: () => Promise<unknown>,
  came: unknown,
): Promise<void> {
  if (actor?.principal.type !== 'agent' || !rest) return
  const call = `${rest.method} ${rest.path}`
  const about = aboutOf(rest, await getRawInput().catch(() => null))
  const error = came instanceof AppError ? came : null
  const { rowCount = null } = (error ? {} : (came ?? {})) as { rowCount?: number | null }
  const outcome = error === null ? 'allowed' : failed.has(error.code) ? 'failed' : 'refused'
  await agent.recordAct(actor.scope, actor.principal.id, {
    call,
    about,
    outcome,
    why: error?.message ?? null,
    rows: typeof rowCount === 'number' ? rowCount : null,
  })
}
