import type { OrgScope } from '@/server/platform/db'
import { purposesOf } from './purpose-list'
import * as store from './purpose-store'
import type { Purposes } from './schema'

/** The organisation's purposes: the open ones, those that have ended, and the mark a change is compared by. */
export const getPurposes = async (scope: OrgScope): Promise<Purposes> => purposesOf(await store.listPurposes(scope))
