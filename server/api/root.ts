import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import { router } from './procedure'
import { accessRouter } from './routers/access'
import { accountRouter } from './routers/account'
import { adjustmentRouter } from './routers/adjustment'
import { agentRouter } from './routers/agent'
import { assetRouter } from './routers/asset'
import { auditRouter } from './routers/audit'
import { catalogRouter } from './routers/catalog'
import { connectionRouter } from './routers/connection'
import { connectorRouter } from './routers/connector'
import { contextRouter } from './routers/context'
import { driftRouter } from './routers/drift'
import { expectationRouter } from './routers/expectation'
import { grantRouter } from './routers/grant'
import { healthRouter } from './routers/health'
import { incidentRouter } from './routers/incident'
import { domainRouter, memberRouter } from './routers/member'
import { notifyRouter } from './routers/notify'
import { organisationRouter } from './routers/organisation'
import { ownSearchRouter } from './routers/own-search'
import { policyRouter } from './routers/policy'
import { portProfileRouter } from './routers/port-profile'
import { productRouter } from './routers/product'
import { purposeRouter } from './routers/purpose'
import { restoredRouter } from './routers/restored'
import { reviewRouter } from './routers/review'
import { runRouter } from './routers/run'
import { serveRouter } from './routers/serve'
import { standingRouter } from './routers/standing'
import { wantedRouter } from './routers/wanted'
import { webhookRouter } from './routers/webhook'

// A source that is Stoa itself is read from here too.
ingestion.supplyRecords(access.showRecords)

/** Every procedure of the house, one router per domain. The doors read their addresses and permissions off it. */
export const appRouter = router({
  access: accessRouter,
  account: accountRouter,
  adjustment: adjustmentRouter,
  agent: agentRouter,
  asset: assetRouter,
  audit: auditRouter,
  catalog: catalogRouter,
  connection: connectionRouter,
  connector: connectorRouter,
  context: contextRouter,
  domain: domainRouter,
  drift: driftRouter,
  expectation: expectationRouter,
  grant: grantRouter,
  health: healthRouter,
  incident: incidentRouter,
  member: memberRouter,
  notify: notifyRouter,
  organisation: organisationRouter,
  ownSearch: ownSearchRouter,
  policy: policyRouter,
  portProfile: portProfileRouter,
  product: productRouter,
  purpose: purposeRouter,
  restored: restoredRouter,
  review: reviewRouter,
  run: runRouter,
  serve: serveRouter,
  standing: standingRouter,
  wanted: wantedRouter,
  webhook: webhookRouter,
})
export type AppRouter = typeof appRouter
