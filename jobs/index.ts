import type { InngestFunction } from 'inngest'
import { advancePorts } from './advance-ports'
import { advanceVersion } from './advance-version'
import { answerWanted } from './answer-wanted'
import { deliverGrant } from './deliver-grant'
import { deliverWebhook } from './deliver-webhook'
import { endGrants } from './end-grants'
import { endVoidGrants } from './end-void-grants'
import { followRequest } from './follow-request'
import { forgetSearches } from './forget-searches'
import { indexProduct } from './index-product'
import { measureProduct } from './measure-product'
import { mirrorCatalog } from './mirror-catalog'
import { openHandOver } from './open-hand-over'
import { pruneMeasurements } from './prune-measurements'
import { pruneSnapshots } from './prune-snapshots'
import { reconcileCatalog } from './reconcile-catalog'
import { reindexCatalog } from './reindex-catalog'
import { removeDelivery } from './remove-delivery'
import { schedulePromises } from './schedule-promises'
import { scheduleSyncs } from './schedule-syncs'
import { scheduleWatch } from './schedule-watch'
import { sendMail } from './send-mail'
import { sweepAgents } from './sweep-agents'
import { sweepGrants } from './sweep-grants'
import { sweepIngestion } from './sweep-ingestion'
import { sweepMessages } from './sweep-messages'
import { sweepOrganisations } from './sweep-organisations'
import { sweepPorts } from './sweep-ports'
import { sweepWanted } from './sweep-wanted'
import { syncConnection } from './sync-connection'
import { watchGrants } from './watch-grants'
import { watchProduct } from './watch-product'
import { watchPromises } from './watch-promises'

/** Every function that the job runner knows. */
export const functions: InngestFunction.Any[] = [
  advancePorts,
  advanceVersion,
  answerWanted,
  deliverGrant,
  deliverWebhook,
  endGrants,
  endVoidGrants,
  followRequest,
  forgetSearches,
  indexProduct,
  measureProduct,
  mirrorCatalog,
  openHandOver,
  pruneMeasurements,
  pruneSnapshots,
  reconcileCatalog,
  reindexCatalog,
  removeDelivery,
  schedulePromises,
  scheduleSyncs,
  scheduleWatch,
  sendMail,
  sweepAgents,
  sweepGrants,
  sweepIngestion,
  sweepMessages,
  sweepOrganisations,
  sweepPorts,
  sweepWanted,
  syncConnection,
  watchGrants,
  watchProduct,
  watchPromises,
]
