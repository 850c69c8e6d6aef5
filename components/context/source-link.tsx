import { ExternalLink } from 'lucide-react'

/** Where an item stands in its source: a link where that has an address, else its place. No other scheme is ever followed. */
export function SourceLink({ link }: { link: string }) {
  if (!/^https?:\/\//i.test(link)) return <span className="min-w-0 break-all font-mono">{link}</span>
  return (
    <a
      href={link}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="inline-flex min-w-0 items-center gap-1 break-all text-accent-text underline decoration-accent/40 underline-offset-[3px] hover:decoration-accent"
    >
      <ExternalLink aria-hidden className="size-3 shrink-0" />
      {link}
    </a>
  )
}
