import { createHmac } from 'node:crypto'
import { derivedKey } from '@/server/platform/secrets'

/** The salt of an organisation's hashes; of no use to another's. */
export const saltOf = (orgId: string): string => createHmac('sha256', derivedKey('masks')).update(orgId).digest('hex')
