import type { OrgScope } from '@/server/platform/db'
import * as mails from './mail-store'
import type { NewChoices } from './schema'

/** Says of the kinds named whether they shall arrive by mail; it counts for what is told from now on. */
export const setChoices = (scope: OrgScope, memberId: string, { items }: NewChoices): Promise<void> =>
  mails.putChoices(scope, memberId, items)
