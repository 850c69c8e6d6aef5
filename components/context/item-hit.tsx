import { Marked } from '@/components/catalog/marked'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import type { ContextHit } from '@/server/serve/schema'
import { SourceLink } from './source-link'

/** One item found, with the part of it that was asked for, as it is written. */
export function ItemHit({ hit, base }: { hit: ContextHit; base: string }) {
  const at = hit.changedAt ?? hit.createdAt
  return (
    <li className="border-line border-b px-1 py-4">
      <Link plain href={`${base}/context/${hit.id}`} className="break-words font-medium">
        {hit.title}
      </Link>
      <blockquote
        className="mt-1.5 max-w-read whitespace-pre-wrap break-words border-line border-l-2 pl-3 text-muted text-sm"
        cite={hit.link}
      >
        <Marked text={hit.quote.text} marks={hit.quote.marks} />
      </blockquote>
      <p className="mt-2 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
        <Link plain href={`${base}/catalog/${hit.product}`}>
          {hit.productTitle}
        </Link>
        {hit.authors.length > 0 && <span className="min-w-0 break-words">{hit.authors.join(', ')}</span>}
        {at && <span className="tabular">{day(at)}</span>}
        <SourceLink link={hit.link} />
      </p>
    </li>
  )
}
