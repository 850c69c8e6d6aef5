import { ErrorState } from '@/components/ui/states'

/** A page that failed to render. In production its message stays in the log; the digest finds it there. */
export function PageFailureView({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="mx-auto w-full max-w-2xl px-6 py-16">
      <ErrorState
        title="This page could not be shown"
        message="Something failed while it was put together. Nothing was changed. Try again; if it keeps failing, give the request id to who runs Stoa."
        requestId={error.digest}
        retry={retry}
      />
    </div>
  )
}
