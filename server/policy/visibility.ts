import { mintVisibility, type Visibility } from '@/server/catalog/schema'
import type { Principal } from '@/server/tenancy/schema'
import { decide } from './decide'
import type { Resource } from './schema'

/** What a principal may find: the same rules as a single decision, asked once for each kind of thing. */
export function visibility(principal: Principal): Visibility {
  const may = (resource: Resource) => decide({ principal, action: 'discover', resource }).effect === 'allow'
  const product = { type: 'product', id: '' } as const
  return mintVisibility({
    all: may({ ...product, published: false }),
    published: may({ ...product, published: true }),
    domains: principal.domains
      .map(({ id }) => id)
      .filter((domainId) => may({ ...product, domainId, published: false })),
  })
}
