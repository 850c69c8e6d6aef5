import { etagOf } from '@/server/platform/etag'
import type { Added } from './added-store'

/** The mark of what was added to a product, as it stands. */
export const addedTag = (added: readonly Added[]): string =>
  etagOf(added.map((one) => [one.id, one.ask, one.title, one.severity, one.schedule, one.ownerId, one.live]))
