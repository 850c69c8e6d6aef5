import type { Actor } from '@/server/tenancy'
import { endVersion } from './end-version'

/** Ends a product: from now on nobody reads it, while its page and its history stay. */
export const retire = (actor: Actor, ask: { slug: string; note: string; version?: string }) =>
  endVersion(actor, 'retired', ask)
