'use client'

import { useEffect, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { FormError } from '@/components/ui/field'
import { counted } from '@/components/ui/format'
import { EmptyState, PartialNote } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { Faults } from './faults'
import { policyTexts } from './policy-texts'
import { Stale } from './save-sheet'
import { TemplateMenu } from './template-menu'
import { withTemplate } from './templates'
import type { Draft } from './use-draft'
import { useOffers } from './use-offers'

type Place = { line: number; column?: number }

/** The organisation's own policies, to write or, for those who may not, to read. */
export function TextView({
  draft,
  schema,
  mayChange,
  policy,
  onCompare,
}: {
  draft: Draft
  schema: string
  mayChange: boolean
  /** The policy to go to, by its name. */
  policy: string | null
  onCompare: () => Promise<void>
}) {
  const offer = useOffers(schema)
  const [goTo, setGoTo] = useState<Place>()
  const asked = usePlaceOf(draft.base.text, policy)
  useEffect(() => setGoTo(asked), [asked])

  function insert(written: string) {
    const { text, line } = withTemplate(draft.text, written)
    draft.setText(text)
    // Once the editor has the text.
    setTimeout(() => setGoTo({ line }))
  }
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {!mayChange && (
        <p className="max-w-read text-muted">You may read these; an owner of the organisation may change them.</p>
      )}
      <Notices draft={draft} onCompare={onCompare} />
      {mayChange && (
        <div className="flex min-h-8 flex-wrap items-center gap-2">
          <TemplateMenu onInsert={insert} />
          {draft.dirty && (
            <Button kind="quiet" onClick={draft.discard}>
              Discard
            </Button>
          )}
          <span className="ml-auto">
            <State draft={draft} />
          </span>
        </div>
      )}
      {mayChange || draft.text !== '' ? (
        <CodeEditor
          label="Policies of the organisation"
          language="cedar"
          value={draft.text}
          onChange={draft.setText}
          diagnostics={draft.problems}
          offer={offer}
          goTo={goTo}
          readOnly={!mayChange}
          placeholder={'@id("a name of its own")\nforbid (principal, action, resource)\nwhen { … };'}
          height="max(20rem, calc(100dvh - 22rem))"
        />
      ) : (
        <EmptyState title="No policies of its own">
          Only those that come with Stoa decide here; they stand beside this. What an owner adds appears in this place.
        </EmptyState>
      )}
      <Faults problems={draft.problems} onGo={({ line, column }) => setGoTo({ line, column })} />
    </div>
  )
}

function usePlaceOf(text: string, policy: string | null) {
  return useMemo(() => {
    const line = policy === null ? undefined : policyTexts(text).find(({ id }) => id === policy)?.line
    return line === undefined ? undefined : { line }
  }, [text, policy])
}

function Notices({ draft, onCompare }: { draft: Draft; onCompare: () => Promise<void> }) {
  return (
    <>
      {draft.overtaken !== null && <Stale draft={draft} onCompare={onCompare} />}
      {draft.restored !== null && draft.dirty && (
        <PartialNote>
          This is what you wrote before and did not save
          {draft.restored === draft.base.version
            ? '.'
            : `, on version ${draft.restored}. Version ${draft.base.version} stands now: look at what would change before you save.`}
        </PartialNote>
      )}
      {draft.failure && <FormError>It could not be checked: {draft.failure.message}</FormError>}
    </>
  )
}

/** One line on the text: saved or not, right or not. */
function State({ draft }: { draft: Draft }) {
  const { dirty, checking, failure, problems, changes, base } = draft
  const known = dirty && !checking && !failure
  return (
    <span aria-live="polite">
      {!dirty && (
        <Status tone="ok">{base.version === 0 ? 'None of your own yet' : `Version ${base.version} stands`}</Status>
      )}
      {dirty && !known && <Status tone="neutral">Not saved yet</Status>}
      {known && problems.length > 0 && <Status tone="bad">{counted(problems.length, 'fault')}</Status>}
      {known && problems.length === 0 && (
        <Status tone="info">Not saved yet, {counted(changes.length, 'policy changes', 'policies change')}</Status>
      )}
    </span>
  )
}
