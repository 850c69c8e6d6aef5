'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import type { AppRouter } from '@/server/api/root'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

/** The server refuses longer batches. */
const MOST_CALLS_IN_A_BATCH = 20

/** Gives everything below it the API's client. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queries] = useState(makeQueries)
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({
          url: '/api/trpc',
          maxItems: MOST_CALLS_IN_A_BATCH,
          headers: { 'content-type': 'application/json' },
        }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}

function makeQueries() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the page was rendered with is fresh enough not to be asked for again at once.
        staleTime: 10_000,
        retry: (times, error) => times < 2 && worthAgain(error),
      },
    },
  })
}

/** A refusal stays a refusal; only what broke on the way or in the server is tried again. */
function worthAgain(error: unknown) {
  if (!(error instanceof TRPCClientError)) return true
  const status: unknown = error.data?.httpStatus
  return typeof status !== 'number' || status >= 500
}
