import * as compute from '@/server/platform/compute'
import type { Actor } from '@/server/tenancy'
import { beginRun } from './begin-run'
import { explainTable } from './explain-table'
import { giveReceipt } from './give-receipt'
import { grantsOf, type Plan } from './reading'
import type { Answer, Source } from './schema'

const deadlineMs = 60_000

/** Runs a planned statement and answers with its first rows, the terms they come under and the receipt of what they stood on. */
export async function answer(actor: Actor, plan: Plan, signal?: AbortSignal): Promise<Answer> {
  const run = await beginRun(actor, plan, signal)
  try {
    const { statement, ahead, limit } = plan
    const found = await compute.query({ ...run.within, ...statement, ahead, limit, deadlineMs })
    const receipt = await giveReceipt(actor, plan, run, found.rowCount)
    run.stop()
    const sources = run.sources()
    return { ...found, grants: grantsOf(sources), terms: termsOf(sources, plan.purpose), receipt, query: run.id }
  } catch (error) {
    plan.ahead?.drop()
    await run.fail(error)
    throw error instanceof compute.UnknownTable ? await explainTable(actor, error.table, run.denied) : error
  }
}

const termsOf = (sources: Source[], purpose: string | null): Answer['terms'] =>
  sources.map((source) => ({
    product: source.product,
    port: source.port,
    contract: source.contractId,
    contractVersion: source.contractVersion,
    purpose: source.grant ? purpose : null,
    endsAt: source.endsAt,
  }))
