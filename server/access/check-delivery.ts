import type { OrgScope } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import type * as product from '@/server/product'
import { findDelivery } from './find-delivery'
import type { HolderType } from './schema'

type Ask = { port: product.Port; holder: HolderType; rows: string | undefined }

/** Refuses a delivery into the source that would not be right there: a sign-in is one member's, and gives every row. */
export async function checkDelivery(scope: OrgScope, { port, holder, rows }: Ask): Promise<void> {
  const about = `${port.slug} ${port.name}`
  const refused = (message: string) => invalid(message, [{ path: 'delivery', message }])
  if (!(await findDelivery(scope, port)))
    throw refused(`${about} is not delivered into its source: ask for it in the portal.`)
  if (holder !== 'member')
    throw refused(`A sign-in to a source is one person's: what a ${holder} holds is read in the portal.`)
  if (rows !== undefined)
    throw refused('The source would show every row: ask for all of them, or for some of them in the portal.')
}
