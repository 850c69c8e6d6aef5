import type { InngestFunction } from 'inngest'
import { pruneSnapshots } from './prune-snapshots'
import { scheduleSyncs } from './schedule-syncs'
import { syncConnection } from './sync-connection'

/** Every function that the job runner knows. */
export const functions: InngestFunction.Any[] = [pruneSnapshots, scheduleSyncs, syncConnection]
