import type { Actor } from '@/server/tenancy'
import { endVersion } from './end-version'

/** Tells readers that a product ends: why, when, and what replaces it. It can be read until it is retired. */
export const deprecate = (
  actor: Actor,
  ask: { slug: string; note: string; version?: string; endsAt: string; replacement?: string },
) => endVersion(actor, 'deprecated', ask)
