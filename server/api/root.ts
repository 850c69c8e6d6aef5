import { router } from './procedure'
import { accountRouter } from './routers/account'
import { domainRouter, memberRouter } from './routers/member'
import { organisationRouter } from './routers/organisation'

/** Every procedure of the house, one router per domain. The doors read their addresses and permissions off it. */
export const appRouter = router({
  account: accountRouter,
  domain: domainRouter,
  member: memberRouter,
  organisation: organisationRouter,
})
export type AppRouter = typeof appRouter
