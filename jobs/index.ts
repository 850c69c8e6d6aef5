import type { InngestFunction } from 'inngest'
import { advancePorts } from './advance-ports'
import { advanceVersion } from './advance-version'
import { endGrants } from './end-grants'
import { endVoidGrants } from './end-void-grants'
import { indexProduct } from './index-product'
import { pruneSnapshots } from './prune-snapshots'
import { reindexCatalog } from './reindex-catalog'
import { scheduleSyncs } from './schedule-syncs'
import { sweepAgents } from './sweep-agents'
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
  endVoidGrants,
  indexProduct,
  pruneSnapshots,
  reindexCatalog,
  scheduleSyncs,
  sweepAgents,
  sweepGrants,
  sweepIngestion,
  sweepOrganisations,
  sweepPorts,
  syncConnection,
]
