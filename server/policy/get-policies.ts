import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { readShipped } from './read-shipped'
import type { VersionHead } from './schema'
import * as store from './store'

const shown = 100

type Policies = { number: number; text: string; shipped: string; schema: string; versions: VersionHead[] }

/** The policies that stand, or a version of them; the shipped ones and the schema beside them, and what there was before. */
export async function getPolicies(scope: OrgScope, asked?: number): Promise<Policies> {
  const newest = await store.newestNumber(scope)
  const number = asked ?? newest
  if (number > newest) throw notFound('version of the policies')
  const { text } = number === 0 ? { text: '' } : await store.getVersion(scope, number)
  const { text: shipped, schema } = readShipped()
  return { number, text, shipped, schema, versions: await store.listVersions(scope, shown) }
}
