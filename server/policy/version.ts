import type { OrgScope } from '@/server/platform/db'
import { load } from './load'
import { loadedOf } from './loaded'

/** What a grant records of the policies it was given under. */
export const version = async (scope: OrgScope): Promise<string> => (await load(scope)).version

/** The policies that this process decides by at the moment, without asking whether there are newer ones: for whoever asks that at the end. */
export const inForce = async (scope: OrgScope) => loadedOf(scope.orgId) ?? load(scope)
