'use client'

import { ArrowRight } from 'lucide-react'
import { counted } from '@/components/ui/format'
import { Status } from '@/components/ui/status'
import type { Draft } from './use-draft'

/** Everything wrong with the text, each at its place; a press goes there. */
export function Problems({ draft }: { draft: Draft }) {
  const { faults } = draft.model
  const all = [
    ...faults.map((fault) => ({
      where: `line ${fault.line}`,
      message: fault.message,
      go: () => draft.showLine(fault),
    })),
    ...(faults.length > 0 ? [] : draft.problems).map(({ path, message }) => ({
      where: path || 'the documents',
      message,
      go: () => draft.show(path),
    })),
  ]
  return (
    <section aria-label="Problems" aria-live="polite" className="border-line border-t">
      <div className="flex h-9 items-center px-3">
        {draft.checking ? (
          <Status tone="busy">Checking</Status>
        ) : all.length > 0 ? (
          <Status tone="bad">{counted(all.length, 'problem')}</Status>
        ) : (
          <Status tone="ok">No problems</Status>
        )}
      </div>
      {all.length > 0 && (
        <ol className="max-h-48 divide-y divide-line overflow-y-auto border-line border-t">
          {[...all.entries()].map(([place, problem]) => (
            <li key={place}>
              <button
                type="button"
                onClick={problem.go}
                className="group flex min-h-8 w-full items-start gap-2 px-3 py-1.5 text-left hover:bg-hover"
              >
                <span className="min-w-0 flex-1 break-words">
                  <code className="text-bad-text text-xs">{problem.where}</code>{' '}
                  <span className="text-sm">{problem.message}</span>
                </span>
                <ArrowRight
                  aria-hidden
                  className="mt-0.5 size-4 shrink-0 text-muted opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
                />
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
