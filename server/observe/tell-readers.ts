import * as access from '@/server/access'
import * as notify from '@/server/notify'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Severity } from './schema'

const PAGE = 200

type Broken = {
  product: { id: string; slug: string; title: string; ownerId: string }
  port: string
  title: string
  severity: Severity
}

/** Tells those who hold a port, themselves or through a domain, that what was promised of it is broken; its owner heard already. */
export async function tellReaders(scope: OrgScope, { product, port, title, severity }: Broken): Promise<void> {
  const readers = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await access.listGrants(scope, { productIds: [product.id], live: true, cursor, limit: PAGE })
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
  await notify.tell(scope, {
    to: [...new Set(to.flat())].filter((id) => id !== product.ownerId),
    kind: 'observe/port.broken',
    title: `A promise of ${product.title} is broken: ${title}`,
    body:
      severity === 'error'
        ? 'Newer rows are held back until it is kept again; what you read stays as it was.'
        : 'Rows that you read may be affected.',
    link: `/catalog/${product.slug}?tab=quality`,
  })
}
