import * as ingestion from '@/server/ingestion'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { standsAt } from './grant-life'
import type { DeliveryShape } from './schema'
import * as store from './store'

/** How a grant stands in its source, for those who look after the connection: what stands open beside it, and what is left to run. */
export async function getDelivery(scope: OrgScope, id: string): Promise<DeliveryShape> {
  const grant = await store.findGrant(scope, id)
  if (!grant) throw notFound('grant')
  const connection = grant.connectionId ? await ingestion.findConnection(scope, { id: grant.connectionId }) : null
  const { delivery, problem, findings, script } = grant
  const { state } = standsAt(grant, now())
  return {
    grant: id,
    delivery,
    connection: connection?.name ?? null,
    state,
    problem,
    findings,
    script,
    inferable: inferableOf(delivery),
  }
}

const inferableOf = (delivery: 'portal' | 'source'): string[] =>
  delivery === 'portal'
    ? []
    : [
        'The names and types of every table, column, view and function of the database, and the text of every view: PostgreSQL shows its catalog to all who sign in.',
        'About how many rows a table has, from the catalog. Where rows are left out, EXPLAIN ANALYZE tells how many; never their values.',
      ]
