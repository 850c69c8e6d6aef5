import type { OrgScope } from '@/server/platform/db'
import * as postgres from './engines/postgres'

/** The ids of everything that can be found of an organisation: a sweep removes what is gone. */
export const listIndexed = (scope: OrgScope): Promise<string[]> => postgres.list(scope)
