import { router } from './procedure'
import { accountRouter } from './routers/account'
import { auditRouter } from './routers/audit'
import { healthRouter } from './routers/health'
import { domainRouter, memberRouter } from './routers/member'
import { notifyRouter } from './routers/notify'
import { organisationRouter } from './routers/organisation'

/** Every procedure of the house, one router per domain. The doors read their addresses and permissions off it. */
export const appRouter = router({
  account: accountRouter,
  audit: auditRouter,
  domain: domainRouter,
  health: healthRouter,
  member: memberRouter,
  notify: notifyRouter,
  organisation: organisationRouter,
})
export type AppRouter = typeof appRouter
