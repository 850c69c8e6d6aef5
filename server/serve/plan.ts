import * as compute from '@/server/platform/compute'
import { invalid } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { explainTable } from './explain-table'
import { listReadings } from './list-readings'
import { purposeFor } from './purpose-for'
import { mentions, type Plan, qualifiers } from './reading'
import type { Ask } from './schema'

/** Finds what a statement reads and by which right. Whoever may read nothing it names is told why, and how to ask for it. */
export async function plan(actor: Actor, ask: Ask): Promise<Plan> {
  const { sql, limit, format } = ask
  const ahead = format === 'json' ? compute.ahead(actor.scope.orgId, sql) : undefined
  try {
    const named = await purposeFor(actor, ask.purpose)
    const meant = mentions(sql)
    const { readings, purpose } = await listReadings(actor, { products: qualifiers(sql), meant, purpose: named })
    if (readings.length === 0) await refuse(actor, sql)
    return { readings, purpose, statement: { sql }, sql, limit, format, ahead }
  } catch (error) {
    ahead?.drop()
    throw error
  }
}

async function refuse(actor: Actor, sql: string): Promise<never> {
  const { tables } = await compute.parse(sql)
  const [table] = tables
  if (table) throw await explainTable(actor, table)
  throw invalid('The statement reads no port. Name one you hold as "product"."port".', [
    { path: 'sql', message: 'must read at least one port' },
  ])
}
