import type { Actor } from '@/server/tenancy/schema'
import type { Circumstances } from './schema'

/** Where somebody asks, as policies call it, by how they came. */
export const surfaceOf: Readonly<Record<Actor['via'], NonNullable<Circumstances['surface']>>> = {
  session: 'portal',
  token: 'rest',
  job: 'job',
}
