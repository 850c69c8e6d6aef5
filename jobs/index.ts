import type { InngestFunction } from 'inngest'
import { advancePorts } from './advance-ports'
import { advanceVersion } from './advance-version'
import { endGrants } from './end-grants'
import { followRequest } from './follow-request'
import { indexProduct } from './index-product'
import { openHandOver } from './open-hand-over'
import { pruneSnapshots } from './prune-snapshots'
import { reindexCatalog } from './reindex-catalog'
import { scheduleSyncs } from './schedule-syncs'
import { sweepGrants } from './sweep-grants'
import { sweepIngestion } from './sweep-ingestion'
import { sweepOrganisations } from './sweep-organisations'
import { sweepPorts } from './sweep-ports'
import { syncConnection } from './sync-connection'

/** Every function that the job runner knows. */
export const functions: InngestFunction.Any[] = [
  advancePorts,
  advanceVersion,
  endGrants,
  followRequest,
  indexProduct,
  openHandOver,
  pruneSnapshots,
  reindexCatalog,
  scheduleSyncs,
  sweepGrants,
  sweepIngestion,
  sweepOrganisations,
  sweepPorts,
  syncConnection,
]
