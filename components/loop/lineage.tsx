'use client'

import { useFrame } from '@/components/frame/frame-context'
import { Link } from '@/components/ui/link'
import { Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import type { Affected, IncidentDetail, Upstream } from '@/server/observe/schema'

const upstreamWords: Record<Upstream['kind'], string> = {
  snapshot: 'Copy',
  schema_change: 'Columns',
  incident: 'Incident',
}

/** What came before an incident and may be its cause, and whom it reaches; as far as one may know of either. */
export function Lineage({ incident: { upstream, affected } }: { incident: IncidentDetail }) {
  return (
    <>
      {upstream.length > 0 && (
        <Section title="What came before">
          <ol className="divide-y divide-line border-line border-y">
            {upstream.map((one) => (
              <Before key={`${one.kind}${one.snapshot}${one.incident}`} one={one} />
            ))}
          </ol>
        </Section>
      )}
      {affected.length > 0 && (
        <Section title="Whom it reaches">
          <ul className="divide-y divide-line border-line border-y">
            {affected.map((one) => (
              <Reached key={`${one.kind}${one.id}`} one={one} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Before({ one: { kind, at, text, asset, incident } }: { one: Upstream }) {
  const { org } = useFrame()
  const href = incident ? `/${org.slug}/loop/${incident}` : `/${org.slug}/assets/${asset}`
  return (
    <li className="py-2.5">
      <p className="max-w-read break-words">{text}</p>
      <p className="mt-0.5 text-muted text-sm">
        <Link href={href}>{upstreamWords[kind]}</Link>, <RelativeTime at={at} />
      </p>
    </li>
  )
}

function Reached({ one: { slug, name, why } }: { one: Affected }) {
  const { org } = useFrame()
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-2.5">
      {slug ? <Link href={`/${org.slug}/catalog/${slug}`}>{name}</Link> : <span>{name}</span>}
      <span className="text-muted text-sm">{why}</span>
    </li>
  )
}
