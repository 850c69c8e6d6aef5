import { RelativeTime } from '@/components/ui/relative-time'
import type { AccessRequest } from '@/server/access/schema'

const verbs: Record<string, string> = { info_needed: 'asked', answered: 'answered' }

/** What was asked about a request and what was answered, in order. */
export function Conversation({ request }: { request: AccessRequest }) {
  const said = request.history.filter(({ state, note }) => note && (state === 'info_needed' || state === 'answered'))
  if (said.length === 0) return null
  return (
    <ul aria-label="Questions and answers" className="flex flex-col gap-3">
      {said.map((moment) => (
        <li key={`${moment.at} ${moment.state}`} className="border-line border-l-2 pl-3">
          <p className="text-muted text-sm">
            {moment.byName ?? moment.by} {verbs[moment.state]}, <RelativeTime at={moment.at} />
          </p>
          <p className="max-w-read">{moment.note}</p>
        </li>
      ))}
    </ul>
  )
}
