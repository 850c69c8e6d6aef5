import { Minus, PenLine, Plus } from 'lucide-react'
import { Badge } from '@/components/ui/status'

type Change = {
  path: string
  kind: 'added' | 'removed' | 'changed'
  level: 'major' | 'minor' | 'patch'
  breaking: boolean
  text: string
}

const signs = { added: Plus, removed: Minus, changed: PenLine }
const order = { major: 0, minor: 1, patch: 2 }

/** Changes as sentences, those that break readers first. */
export function VersionChanges({ changes, title }: { changes: Change[]; title: string }) {
  const sorted = changes.toSorted((a, b) => order[a.level] - order[b.level])
  return (
    <section aria-label={title}>
      <h2 className="mb-1 font-medium">{title}</h2>
      {sorted.length === 0 && <p className="text-muted">Nothing that the standards describe.</p>}
      <ul className="divide-y divide-line border-line border-y empty:border-0">
        {sorted.map((change) => {
          const Sign = signs[change.kind]
          return (
            <li key={`${change.path}${change.text}`} className="flex items-start gap-2.5 py-1.5">
              <Sign aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <span className="min-w-0 flex-1 break-words">{change.text}</span>
              {change.breaking && <Badge tone="bad">breaks readers</Badge>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
