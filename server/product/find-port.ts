import type { OrgScope } from '@/server/platform/db'
import { findPorts, type Port } from './find-ports'

/** A port as it can be read today; null where there is no such port to read. */
export const findPort = async (
  scope: OrgScope,
  { port, ...ask }: { productId: string; port: string; major?: number },
): Promise<Port | null> => (await findPorts(scope, ask, port))[0] ?? null
