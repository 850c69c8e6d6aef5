import * as compute from '@/server/platform/compute'
import { AppError, type ErrorDetail } from '@/server/platform/errors'
import type { Port } from '@/server/product'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import type { AddedAsk, WrittenExpectation } from './added-schema'
import { findColumn, findObject } from './monitors/find-object'
import { timesOf } from './monitors/times-of'

/**
 * What is wrong with what is asked of a product as it stands: a port or column that is not there, and, where it is planned, SQL that
 * its author may not run.
 */
export async function checkAsks(
  actor: Actor,
  { ports, items, planned }: { ports: readonly Port[]; items: readonly WrittenExpectation[]; planned: boolean },
): Promise<ErrorDetail[]> {
  const faults = await Promise.all(
    items.map(async (item, n) => {
      if (item.source === 'contract') return []
      if (item.kind === 'metric' && !planned) return []
      return (await check(actor, ports, item)).map(({ path, message }) => ({ path: `items.${n}.${path}`, message }))
    }),
  )
  return faults.flat()
}

async function check(actor: Actor, ports: readonly Port[], ask: AddedAsk): Promise<ErrorDetail[]> {
  try {
    if (ask.kind === 'metric') await checkSql(actor, ask)
    // Of what is not published yet nobody knows what its ports will show.
    else if (ports.length > 0) checkNames(ports, ask)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.details?.length
      ? [...error.details]
      : [{ path: 'sql' in ask ? 'sql' : 'port', message: error.message }]
  }
}

async function checkSql(actor: Actor, { sql, purpose }: Extract<AddedAsk, { kind: 'metric' }>) {
  await compute.parse(sql)
  const planned = await serve.plan(actor, { sql, purpose, format: 'json' })
  planned.ahead?.drop()
}

function checkNames(ports: readonly Port[], ask: Exclude<AddedAsk, { kind: 'metric' }>) {
  if (ask.kind === 'access' || ask.kind === 'service_level' || ask.kind === 'freshness' || ask.kind === 'volume') {
    const named = ask.port === undefined || ports.some(({ name }) => name === ask.port)
    if (!named || ('object' in ask && ask.object)) findObject(ports, ask as { port: string })
    return
  }
  const { object } = findObject(ports, ask)
  findColumn(object, ask.column)
  if (ask.kind === 'relation' && !ask.to.product && !ask.to.port) findColumn(object, ask.to.column, 'to.column')
  if (ask.kind === 'drift' && (ask.by !== undefined || typeof ask.reference === 'object' || ask.window))
    findColumn(object, timesOf(ask).by, 'by')
}
