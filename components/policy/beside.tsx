'use client'

import { useEffect, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { policyTexts } from './policy-texts'
import { type Version, VersionList } from './version-list'

const sides = { versions: 'Versions', shipped: 'Come with Stoa', schema: 'Schema' } as const
type Side = keyof typeof sides

/** What stands beside the organisation's own text: its versions, the policies that come with the portal, and the schema. */
export function Beside({
  shipped,
  schema,
  policy,
  ...versions
}: {
  shipped: string
  schema: string
  /** A policy to show, if it is one of those that come with the portal. */
  policy: string | null
  versions: Version[]
  standing: number
  shown: number
  onShow: (version: number) => void
}) {
  const [side, setSide] = useState<Side>(versions.versions.length > 0 ? 'versions' : 'shipped')
  const line = useMemo(() => policyTexts(shipped).find(({ id }) => id === policy)?.line, [shipped, policy])
  useEffect(() => {
    if (line !== undefined) setSide('shipped')
  }, [line])
  const goTo = useMemo(() => (line === undefined ? undefined : { line }), [line])
  return (
    <aside aria-label="Beside the text" className="flex min-w-0 flex-col gap-3">
      <fieldset aria-label="Show beside the text" className="flex flex-wrap gap-1">
        {(Object.keys(sides) as Side[]).map((each) => (
          <Button
            key={each}
            size="sm"
            kind={side === each ? 'secondary' : 'quiet'}
            aria-pressed={side === each}
            onClick={() => setSide(each)}
          >
            {sides[each]}
          </Button>
        ))}
      </fieldset>
      {side === 'versions' && <VersionList {...versions} />}
      {side === 'shipped' && (
        <>
          <p className="text-muted text-sm">
            These say what the roles say. They change with a release of Stoa only; yours stand beside them.
          </p>
          <CodeEditor
            label="Policies that come with Stoa"
            language="cedar"
            value={shipped}
            goTo={goTo}
            readOnly
            height="calc(100dvh - 20rem)"
          />
        </>
      )}
      {side === 'schema' && (
        <>
          <p className="text-muted text-sm">
            What policies may speak of. Rows of ports are types too, by their columns.
          </p>
          <CodeEditor label="Schema" language="cedar" value={schema} readOnly height="calc(100dvh - 20rem)" />
        </>
      )}
    </aside>
  )
}
