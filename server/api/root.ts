import { router } from './procedure'
import { accountRouter } from './routers/account'
import { assetRouter } from './routers/asset'
import { auditRouter } from './routers/audit'
import { connectionRouter } from './routers/connection'
import { connectorRouter } from './routers/connector'
import { healthRouter } from './routers/health'
import { domainRouter, memberRouter } from './routers/member'
import { notifyRouter } from './routers/notify'
import { organisationRouter } from './routers/organisation'
import { productRouter } from './routers/product'
import { runRouter } from './routers/run'

/** Every procedure of the house, one router per domain. The doors read their addresses and permissions off it. */
export const appRouter = router({
  account: accountRouter,
  asset: assetRouter,
  audit: auditRouter,
  connection: connectionRouter,
  connector: connectorRouter,
  domain: domainRouter,
  health: healthRouter,
  member: memberRouter,
  notify: notifyRouter,
  organisation: organisationRouter,
  product: productRouter,
  run: runRouter,
})
export type AppRouter = typeof appRouter
