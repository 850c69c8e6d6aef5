import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { AppError, notFound } from '@/server/platform/errors'
import { openSource } from './open-source'
import { openWith } from './open-with'
import type { TestResult } from './schema'
import * as store from './store'

/** How long a test may take, in ms. */
const patience = 30_000

/** Signs in and looks at the first asset. With `settings` nothing is stored: what a form holds is tried. */
export async function testConnection(
  scope: OrgScope,
  what: { id: string } | { settings: { kind: string; config: Record<string, unknown>; secrets?: unknown } },
): Promise<TestResult> {
  const signal = AbortSignal.timeout(patience)
  if ('settings' in what) return tried(() => openWith(scope, { secrets: {}, ...what.settings }, signal))
  const connection = await store.findConnection(scope, what)
  if (!connection) throw notFound('connection')
  const result = await tried(() => openSource(scope, connection, signal))
  const state = result.ok ? 'ready' : 'failing'
  await store.updateConnection(scope, connection.id, {
    state,
    problem: result.ok ? null : result.detail,
    updatedAt: now(),
  })
  return result
}

async function tried(open: () => ReturnType<typeof openSource>): Promise<TestResult> {
  try {
    const session = await open()
    try {
      const { assets, next } = await session.discover()
      const count = `${assets.length}${next ? ' or more' : ''}`
      if (assets.length === 0)
        return { ok: true, detail: 'Signed in, but it shows no assets to this user.', problems: [] }
      return {
        ok: true,
        detail: `Signed in. It shows ${count} ${assets.length === 1 ? 'asset' : 'assets'}.`,
        problems: [],
      }
    } finally {
      await session.close()
    }
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal')
      return { ok: false, detail: error.message, problems: error.details ?? [] }
    if ((error as Error).name === 'TimeoutError')
      return { ok: false, detail: 'The source did not answer within 30 s.', problems: [] }
    throw error
  }
}
