import 'server-only'
import { dehydrate, QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { headers } from 'next/headers'
import { cache } from 'react'
import { createContext } from './context'
import { appRouter } from './root'

const pageContext = cache(async () => createContext({ headers: await headers(), method: 'GET' }, { door: 'page' }))

/** The API for server components: the same procedures, as the person whose page it is. */
export const api = cache(async () => appRouter.createCaller(await pageContext()))

/** Who looks at the page; null when nobody is signed in. */
export const viewer = async () => (await pageContext()).actor?.principal ?? null

/** A query cache to fill for the client components below a page, and the queries that fill it. */
export const prefetcher = cache(async () => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: false } } })
  const trpc = createTRPCOptionsProxy({ ctx: await pageContext(), router: appRouter, queryClient })
  return { queryClient, trpc, state: () => dehydrate(queryClient) }
})
