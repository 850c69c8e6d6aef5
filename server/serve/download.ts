import * as agent from '@/server/agent'
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
  const most = mostRows(actor, plan)
  const run = await beginRun(actor, plan, signal)
  try {
    const { limit, statement, format } = plan
    const { stream, contentType, done } = await compute.stream({ ...run.within, ...statement, format, limit })
    const receipt = await giveReceipt(actor, plan, run, undefined, most).catch(async (error) => {
      await stream.cancel()
      throw error
    })
    const ended = async ({ rows }: { rows: number }) => {
      await run.done(rows)
      await agent.returnRows(actor.scope, actor.principal, most - rows)
    }
    void done.then(ended, run.fail)
    return {
      stream,
      contentType,
      receipt,
      query: run.id,
      file: `${run.sources()[0]?.product ?? 'answer'}.${format}`,
    }
  } catch (error) {
    await run.fail(error)
    throw error instanceof compute.UnknownTable ? await explainTable(actor, error.table, run.denied) : error
  }
}

/** What a download may have at most. An agent's is counted before the first byte, so it has to say. */
function mostRows({ principal }: Actor, { limit }: Plan): number {
  if (principal.type !== 'agent') return 0
  if (limit !== undefined) return limit
  throw invalid('An agent says how many rows it downloads at most: name a limit.', [
    { path: 'limit', message: 'must be named by an agent' },
  ])
}
