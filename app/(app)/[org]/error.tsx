'use client'

import { PageFailure } from '@/components/frame/page-failure'

export default function OrgPageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <PageFailure error={error} retry={reset} />
}
