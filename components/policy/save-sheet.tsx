'use client'

import { TRPCClientError } from '@trpc/client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Changes } from './changes'
import type { Draft } from './use-draft'

/** What a save would change, with a word on why; a second press makes it stand. */
export function SaveSheet({
  draft,
  onClose,
  onSaved,
  onTry,
  onCompare,
}: {
  draft: Draft
  onClose: () => void
  onSaved: (version: number) => void
  /** Shows what the draft would change for people and products. */
  onTry: () => void
  /** Reads what somebody else saved meanwhile, to compare with. */
  onCompare: () => Promise<void>
}) {
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const stale = draft.overtaken !== null || codeOf(failure) === 'conflict'
  const broken = draft.problems.length > 0
  const send = async () => {
    setFailure(null)
    try {
      onSaved(await draft.save(note))
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save the policies"
      description={`As version ${draft.base.version + 1}. It decides from the next call on, for everyone.`}
      className="max-w-2xl"
      footer={
        <>
          <Button onClick={onTry} disabled={broken || draft.checking}>
            What would change
          </Button>
          <Button
            kind="primary"
            busy={draft.saving}
            disabled={broken || draft.checking || stale}
            onClick={() => void send()}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (!broken && !draft.checking && !stale) void send()
        }}
      >
        {stale ? (
          <Stale draft={draft} onCompare={() => onCompare().then(() => setFailure(null))} />
        ) : (
          <FormError>{failure instanceof Error ? failure.message : null}</FormError>
        )}
        <Field label="Note" hint="Why; it stands in the list of versions and in the audit" optional>
          <Input value={note} maxLength={500} onChange={({ target }) => setNote(target.value)} />
        </Field>
        {draft.checking ? (
          <p className="text-muted" role="status">
            Checking…
          </p>
        ) : (
          <Changes changes={draft.changes} />
        )}
      </form>
    </Sheet>
  )
}

const codeOf = (error: unknown) =>
  error instanceof TRPCClientError ? (error.data as { app?: { code?: string } } | undefined)?.app?.code : undefined

/** Somebody else saved meanwhile: nothing is overwritten, and nothing typed is lost. */
export function Stale({ draft, onCompare }: { draft: Draft; onCompare: () => Promise<void> }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-warn-soft px-3 py-2 text-warn-text"
    >
      <span className="min-w-0 flex-1">
        Version {draft.overtaken ?? 'after yours'} was saved while you wrote on version {draft.base.version}. Your text
        is kept.
      </span>
      <Button size="sm" onClick={() => void onCompare()}>
        Compare with it
      </Button>
    </div>
  )
}
