import * as compute from '@/server/platform/compute'
import { invalid } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { beginRun } from './begin-run'
import { explainTable } from './explain-table'
import { giveReceipt } from './give-receipt'
import type { Plan } from './reading'

/** Streams a whole answer. Receipt and audit are committed before the first byte; a grant that ends cuts it in the middle. */
export async function download(actor: Actor, plan: Plan, signal?: AbortSignal) {
  if (plan.format === 'json') throw invalid('A download is CSV, Arrow or Parquet.')
  const run = await beginRun(actor, plan, signal)
  try {
    const { limit, statement, format } = plan
    const ask = { org: actor.scope.orgId, views: run.views, ...statement, format, limit, signal: run.signal }
    const { stream, contentType, done } = await compute.stream(ask)
    const receipt = await giveReceipt(actor, plan, run).catch(async (error) => {
      await stream.cancel()
      throw error
    })
    void done.then(({ rows }) => run.done(rows), run.fail)
    return {
      stream,
      contentType,
      receipt,
      query: run.id,
      file: `${plan.readings[0]?.source.product ?? 'answer'}.${format}`,
    }
  } catch (error) {
    await run.fail(error)
    throw error instanceof compute.UnknownTable ? await explainTable(actor, error.table) : error
  }
}
