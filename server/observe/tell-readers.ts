import * as notify from '@/server/notify'
import type { OrgScope } from '@/server/platform/db'
import { listHolders } from './list-holders'
import type { Severity } from './schema'

type Broken = {
  product: { id: string; slug: string; title: string; ownerId: string }
  port: string
  title: string
  severity: Severity
}

/** Tells those who hold a port, themselves or through a domain, that what was promised of it is broken; its owner heard already. */
export async function tellReaders(scope: OrgScope, { product, port, title, severity }: Broken): Promise<void> {
  const holders = await listHolders(scope, { productId: product.id, port })
  await notify.tell(scope, {
    to: holders.filter((id) => id !== product.ownerId),
    kind: 'observe/port.broken',
    title: `A promise of ${product.title} is broken: ${title}`,
    body:
      severity === 'error'
        ? 'Newer rows are held back until it is kept again; what you read stays as it was.'
        : 'Rows that you read may be affected.',
    link: `/catalog/${product.slug}?tab=quality`,
  })
}
