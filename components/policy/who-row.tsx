'use client'

import type { inferRouterOutputs } from '@trpc/server'
import { Code } from '@/components/ui/code'
import { Badge, Status } from '@/components/ui/status'
import type { AppRouter } from '@/server/api/root'
import { Because } from './policy-name'
import { maskSaid } from './words'

export type Answer = inferRouterOutputs<AppRouter>['policy']['who']['items'][number]

/** One answer: whether, by which policies, and what would be seen. */
export function WhoRow({
  answer,
  by,
  texts,
}: {
  answer: Answer
  by: 'thing' | 'person'
  texts: Record<string, string>
}) {
  const { principal, resource, effect, because, erred } = answer
  const denied = effect === 'deny'
  return (
    <li className="grid items-start gap-x-6 gap-y-1.5 py-2.5 [contain-intrinsic-size:auto_48px] [content-visibility:auto] lg:grid-cols-[minmax(0,15rem)_6rem_minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        {by === 'thing' ? (
          <>
            <span className="block break-words font-medium">{principal.name}</span>
            <span className="block truncate text-muted text-sm">
              {principal.type === 'agent' ? <Badge>agent</Badge> : principal.email}
            </span>
          </>
        ) : (
          <span className="break-words font-mono text-sm">{resource.name}</span>
        )}
      </div>
      <Status tone={denied ? 'bad' : 'ok'}>{denied ? 'May not' : 'May'}</Status>
      <div className="min-w-0 text-sm">
        <Because ids={because} texts={texts} denied={denied} />
        {erred.length > 0 && (
          <p className="text-bad-text">
            Erred, and so {denied ? 'forbids' : 'permits nothing'}: {erred.join(', ')}
          </p>
        )}
      </div>
      <Sees answer={answer} texts={texts} />
    </li>
  )
}

/** Which rows and columns would be seen, and by which policies not all of them. */
function Sees({
  answer: { effect, masks, rows, narrowing },
  texts,
}: {
  answer: Answer
  texts: Record<string, string>
}) {
  const columns = Object.entries(masks)
  if (effect === 'deny') return null
  if (rows === undefined && columns.length === 0)
    return <span className="text-muted text-sm max-lg:hidden">As it is</span>
  return (
    <div className="min-w-0 text-sm">
      {columns.length > 0 && (
        <p className="break-words">
          {columns.map(([name, mask], place) => (
            <span key={name}>
              {place > 0 && ', '}
              <span className="font-mono text-xs">{name}</span> {maskSaid(mask)}
            </span>
          ))}
        </p>
      )}
      {rows !== undefined && (
        <p className="break-words">
          Rows where <Code>{rows}</Code>
        </p>
      )}
      {narrowing.length > 0 && (
        <div className="mt-1 text-muted">
          by <Because ids={narrowing} texts={texts} denied={false} />
        </div>
      )}
    </div>
  )
}
