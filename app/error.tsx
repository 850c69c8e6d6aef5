'use client'

import { PageFailure } from '@/components/frame/page-failure'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <PageFailure error={error} retry={reset} />
    </main>
  )
}
