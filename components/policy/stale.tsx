import { Button } from '@/components/ui/button'
import type { Draft } from './use-draft'

/** Somebody else saved meanwhile: nothing is overwritten, and nothing typed is lost. */
export function Stale({ draft, onCompare }: { draft: Draft; onCompare: () => Promise<void> }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-warn-soft px-3 py-2 text-warn-text"
    >
      <span className="min-w-0 flex-1">
        Version {draft.overtaken ?? 'after yours'} was saved while you wrote on version {draft.base.version}. Your text
        is kept.
      </span>
      <Button size="sm" onClick={() => void onCompare()}>
        Compare with it
      </Button>
    </div>
  )
}
