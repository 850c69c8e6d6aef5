import type { InngestFunction } from 'inngest'
import { advancePorts } from './advance-ports'
import { advanceVersion } from './advance-version'
import { deliverWebhook } from './deliver-webhook'
import { endGrants } from './end-grants'
import { endVoidGrants } from './end-void-grants'
import { indexProduct } from './index-product'
import { pruneSnapshots } from './prune-snapshots'
import { reindexCatalog } from './reindex-catalog'
import { scheduleSyncs } from './schedule-syncs'
import { sendMail } from './send-mail'
import { sweepAgents } from './sweep-agents'
import { sweepGrants } from './sweep-grants'
import { sweepIngestion } from './sweep-ingestion'
import { sweepMessages } from './sweep-messages'
import { sweepOrganisations } from './sweep-organisations'
import { sweepPorts } from './sweep-ports'
import { syncConnection } from './sync-connection'

/** Every function that the job runner knows. */
export const functions: InngestFunction.Any[] = [
  advancePorts,
  advanceVersion,
  deliverWebhook,
  endGrants,
  endVoidGrants,
  indexProduct,
  pruneSnapshots,
  reindexCatalog,
  scheduleSyncs,
  sendMail,
  sweepAgents,
  sweepGrants,
  sweepIngestion,
  sweepMessages,
  sweepOrganisations,
  sweepPorts,
  syncConnection,
]
