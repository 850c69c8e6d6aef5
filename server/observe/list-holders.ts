import * as access from '@/server/access'
import type { OrgScope } from '@/server/platform/db'
import { pagesOf } from '@/server/platform/pages'
import * as tenancy from '@/server/tenancy'

const PAGE = 200

/** Those who hold a port, themselves or through a domain, by their ids; an agent by its own. */
export async function listHolders(
  scope: OrgScope,
  { productId, port }: { productId: string; port: string },
): Promise<string[]> {
  const readers = new Set<string>()
  const read = (cursor?: string) =>
    access.listGrants(scope, { productIds: [productId], live: true, cursor, limit: PAGE })
  for await (const { items } of pagesOf(read))
    for (const grant of items)
      if (port === '' || grant.port === port) readers.add(`${grant.principalType} ${grant.principal}`)
  const to = await Promise.all(
    [...readers].map(async (reader) => {
      const [type, id = ''] = reader.split(' ')
      if (type !== 'domain') return [id]
      return (await tenancy.findDomain(scope, id))?.members.map((member) => member.id) ?? []
    }),
  )
  return [...new Set(to.flat())]
}
