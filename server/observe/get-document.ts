import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { listAdded } from './added-store'
import { addedTag } from './added-tag'
import { stated } from './stated'

/** What was added to a product as one YAML document, as it may be written again: it names no ids, so that it stands in a repository as well. */
export async function getDocument(scope: OrgScope, productId: string): Promise<{ yaml: string; etag: string }> {
  const added = await listAdded(scope, productId)
  const [facts, members] = await Promise.all([product.listFacts(scope, [productId]), tenancy.listMembers(scope)])
  const productOwner = facts.get(productId)?.resource.ownerId
  const emails = new Map(members.map(({ id, email }) => [id, email]))
  const items = added.map((one) =>
    stated(one, one.ownerId === productOwner ? undefined : (emails.get(one.ownerId) ?? one.ownerId)),
  )
  return { yaml: product.writeDocument({ items }), etag: addedTag(added) }
}
