import * as access from '@/server/access'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

const PAGE = 200

/** Those who hold a port, themselves or through a domain, by their ids; an agent by its own. */
export async function listHolders(
  scope: OrgScope,
  { productId, port }: { productId: string; port: string },
): Promise<string[]> {
  const readers = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await access.listGrants(scope, { productIds: [productId], live: true, cursor, limit: PAGE })
    for (const grant of page.items)
      if (port === '' || grant.port === port) readers.add(`${grant.principalType} ${grant.principal}`)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  const to = await Promise.all(
    [...readers].map(async (reader) => {
      const [type, id = ''] = reader.split(' ')
      if (type !== 'domain') return [id]
      return (await tenancy.findDomain(scope, id))?.members.map((member) => member.id) ?? []
    }),
  )
  return [...new Set(to.flat())]
}
