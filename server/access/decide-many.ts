import { withOrg } from '@/server/platform/db'
import { invalid, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { checkTerms } from './check-terms'
import type { Given } from './decide'
import { getRequest } from './get-request'
import * as store from './request-store'
import type { AccessRequest } from './schema'
import { settle } from './settle'

type Many = Omit<Given, 'names'> & { requests: { id: string; names?: Given['names'] }[] }

/** Decides several requests at once, all or none: only over one port, asked for on the same terms. */
export async function decideMany(actor: Actor, { requests, ...given }: Many): Promise<AccessRequest[]> {
  const { scope } = actor
  // In one order, so that two who decide the same ones never wait for each other.
  const sorted = [...new Map(requests.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const [first] = sorted
  if (first) await checkTerms(scope, first.id, given.terms)
  await withOrg(scope, async (tx) => {
    const rows: store.StoredRequest[] = []
    for (const { id } of sorted) {
      const row = await store.lockRequest(scope, id)
      if (!row) throw notFound('request')
      rows.push(row)
    }
    if (new Set(rows.map(sameness)).size > 1) {
      const message = 'must ask for one port on the same terms: purpose, duration, columns and rows'
      throw invalid(`Several requests are decided at once only where they ask for the same. They ${message}.`, [
        { path: 'ids', message },
      ])
    }
    for (const { id, names } of sorted) await settle(tx, actor, id, { ...given, names })
  })
  return Promise.all(sorted.map(({ id }) => getRequest(scope, id)))
}

const sameness = ({ productId, port, purpose, duration, columns, rows, terms, productVersion }: store.StoredRequest) =>
  JSON.stringify([productId, port, purpose, terms ?? { duration, rows, columns: columns.toSorted() }, productVersion])
