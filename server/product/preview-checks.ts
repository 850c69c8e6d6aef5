import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { assessPorts } from './assess-ports'
import * as current from './current'
import { planPorts } from './plan-ports'
import { snapshotsOf } from './pointer'
import * as store from './store'

/** Runs the checks of one port of the draft on today's rows, and changes nothing but the record of it. */
export async function previewChecks(scope: OrgScope, ask: { slug: string; port: string; signal?: AbortSignal }) {
  const product = await store.findProduct(scope, ask.slug)
  if (!product) throw notFound('product')
  const head = current.draftOf(await store.listVersions(scope, [product.id]))
  if (!head) throw notFound('draft of the product')
  const plans = await planPorts(scope, await store.getVersion(scope, head.id), ask.port)
  const plan = plans[0]
  if (!plan) throw notFound('port of the draft')
  if (plan.problems.length > 0) throw conflict(`${plan.problems[0]!.message}.`, plan.problems)
  const [assessed] = await assessPorts(scope, [plan], { keep: false, signal: ask.signal })
  const { results, held } = assessed!
  const run = {
    id: newId('check'),
    versionId: head.id,
    port: plan.port,
    snapshots: snapshotsOf(plan),
    results,
    held,
    at: now(),
  }
  await store.insertCheckRun(scope, { ...run, occasion: 'preview' })
  return { port: plan.port, held, checks: results }
}
