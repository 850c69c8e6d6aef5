import * as observe from '@/server/observe'
import type { PromisesAsk } from '@/server/observe/standing-schema'
import type { OrgScope } from '@/server/platform/db'
import { gather } from '@/server/platform/pages'
import type { Resource } from '@/server/policy'
import { toCsv } from './csv'

const MOST = 10_000
const PAGE = 200

type Ask = PromisesAsk & { sees: (resource: Resource) => boolean }

const promiseHead = [
  'product',
  'title',
  'domain',
  'kind',
  'state',
  'kept',
  'broken',
  'not_measured',
  'muted',
  'incident',
]

/** The matrix as one sheet: a line for each product and kind. */
export async function promisesCsv(scope: OrgScope, ask: Ask): Promise<string> {
  const page = (cursor?: string) => observe.listPromises(scope, { ...ask, cursor, limit: PAGE })
  const { items: rows } = await gather(page, MOST)
  const lines = rows.flatMap(({ product, cells }) =>
    cells.map(({ kind, state, kept, broken, unknown, muted, incident }) => [
      ...[product.slug, product.title, product.domain, kind, state],
      ...[kept, broken, unknown, muted, incident],
    ]),
  )
  return toCsv(promiseHead, lines)
}

const incidentHead = [
  ...['id', 'state', 'severity', 'product', 'product_title', 'domain', 'port', 'title', 'cause', 'owner', 'seen'],
  ...['first_seen_at', 'last_seen_at', 'acknowledged_at', 'resolved_at', 'resolved_as'],
]

/** Incidents as one sheet, those seen last first. */
export async function incidentsCsv(scope: OrgScope, { sees, domain, product }: Ask): Promise<string> {
  const productIds = [...(await observe.listWatched(scope, { sees, domain, product })).keys()]
  const page = (cursor?: string) => observe.listIncidents(scope, { productIds, sees, cursor, limit: PAGE })
  const { items: rows } = await gather(page, MOST)
  const lines = rows.map((one) => [
    ...[one.id, one.state, one.severity, one.product.slug, one.product.title, one.product.domain, one.port],
    ...[one.title, one.cause, one.owner.name, one.seen, one.firstSeenAt, one.lastSeenAt],
    ...[one.acknowledgedAt, one.resolvedAt, one.resolvedAs],
  ])
  return toCsv(incidentHead, lines)
}
