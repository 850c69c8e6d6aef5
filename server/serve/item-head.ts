import type * as ingestion from '@/server/ingestion'
import type { Right } from './context-sight'
import type { ItemHead } from './schema'

/** An item as it is told of, with the right it is read by. */
export function itemHeadOf(item: ingestion.Item, { reading, source }: Right): ItemHead {
  const { id, title, authors, createdAt, changedAt, link, readAt } = item
  const { product, port, grant } = reading.source
  const about = { id, title, authors, createdAt, changedAt, link, readAt }
  const { connection, ref } = source
  return { ...about, product, productTitle: reading.title, port, connection, ref, grant, purpose: reading.purpose }
}
