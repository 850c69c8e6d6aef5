import type { OrgScope } from '@/server/platform/db'
import { load } from './load'

/** What a grant records of the policies it was given under. */
export const version = async (scope: OrgScope): Promise<string> => (await load(scope)).version
