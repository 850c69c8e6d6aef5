import type { OrgScope } from '@/server/platform/db'
import { engine } from './engines/registry'

/** The ids of everything the engine holds of an organisation: a sweep removes what is gone. */
export const listIndexed = (scope: OrgScope): Promise<string[]> => engine().list(scope)
