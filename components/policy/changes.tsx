import { Minus, PenLine, Plus } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import type { PolicyChange } from '@/server/policy/schema'
import { lineDiff } from './line-diff'

const signs = { added: Plus, removed: Minus, changed: PenLine }
const words = { added: 'added', removed: 'taken out', changed: 'changed' }

/** How a text differs from the one that stands, policy by policy and line by line. */
export function Changes({ changes }: { changes: PolicyChange[] }) {
  if (changes.length === 0)
    return <p className="text-muted">No policy changes: only notes, spaces or the order are other than before.</p>
  return (
    <ul aria-label="Changes" className="flex flex-col gap-4">
      {changes.map((change) => (
        <Change key={`${change.policy} ${change.change}`} change={change} />
      ))}
    </ul>
  )
}

function Change({ change: { policy, change, before, after } }: { change: PolicyChange }) {
  const Sign = signs[change]
  return (
    <li className="min-w-0">
      <p className="mb-1 flex items-baseline gap-2">
        <Sign aria-hidden className="size-4 shrink-0 self-center text-muted" />
        <span className="min-w-0 break-words font-medium">{policy}</span>
        <span className="shrink-0 text-muted text-sm">{words[change]}</span>
      </p>
      <pre className="overflow-hidden rounded-md border border-line bg-sunken py-2 font-mono text-xs">
        <code className="block">
          {lineDiff(before ?? '', after ?? '').map(({ key, sign, text }) => (
            <span
              key={key}
              className={cn(
                'block whitespace-pre-wrap break-words pr-3 pl-7 -indent-4 leading-5',
                sign === '+' && 'bg-ok-soft text-ok-text',
                sign === '-' && 'bg-bad-soft text-bad-text',
              )}
            >
              {`${sign} ${text}`}
            </span>
          ))}
        </code>
      </pre>
    </li>
  )
}
