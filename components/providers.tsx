'use client'

import dynamic from 'next/dynamic'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { ApiProvider } from './trpc'

const Toaster = dynamic(() => import('./ui/toaster').then((module) => module.Toaster), { ssr: false })

/** What every page stands in: theme, address state, the API's client, toasts. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <NuqsAdapter>
        <ApiProvider>{children}</ApiProvider>
      </NuqsAdapter>
      <Toaster />
    </ThemeProvider>
  )
}
