'use client'

import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useTRPC, useTRPCClient } from '@/components/trpc'
import type { PolicyChange, Problem } from '@/server/policy/schema'
import { keep, readKept } from './kept-draft'

/** Typing pauses this long before the server is asked, in ms. */
const pause = 600

type Checked = { text: string; problems: Problem[]; changes: PolicyChange[]; newest: number; failure: Error | null }
type Standing = { version: number; text: string }

/** The text being written, what is wrong with it and what it changes, and its way to the server. Nothing typed is lost to a failure. */
export function useDraft(org: string, standing: Standing, mayChange: boolean) {
  const client = useTRPCClient()
  const [base, setBase] = useState(standing)
  const [text, setText] = useState(standing.text)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [restored, setRestored] = useState<number | null>(null)
  const saving = useMutation(useTRPC().policy.save.mutationOptions())
  const dirty = text !== base.text

  // What was left unsaved in this tab is there again.
  useEffect(() => {
    const kept = mayChange ? readKept(org) : null
    if (!kept) return
    setText(kept.text)
    setRestored(kept.version)
  }, [org, mayChange])

  useEffect(() => {
    if (mayChange) keep(org, dirty ? { version: base.version, text } : null)
  }, [org, mayChange, dirty, base.version, text])

  // Who has typed nothing sees what stands.
  useEffect(() => {
    if (dirty || standing.version <= base.version) return
    setBase({ version: standing.version, text: standing.text })
    setText(standing.text)
  }, [dirty, standing.version, standing.text, base.version])

  useEffect(() => {
    if (!mayChange || !dirty) return
    const later = new AbortController()
    const timer = setTimeout(async () => {
      const told = { text, problems: [], changes: [], newest: base.version, failure: null }
      try {
        const said = await client.policy.save.mutate({ text, dryRun: true }, { signal: later.signal })
        setChecked({ ...told, problems: said.problems, changes: said.changes, newest: said.version })
      } catch (error) {
        if (!later.signal.aborted) setChecked({ ...told, failure: error as Error })
      }
    }, pause)
    return () => {
      clearTimeout(timer)
      later.abort()
    }
  }, [client, text, base.version, mayChange, dirty])

  /** The new version; throws where it is refused, and everything stays as typed. */
  async function save(note: string): Promise<number> {
    const ifMatch = `v${base.version}`
    const saved = await saving.mutateAsync({ text, note: note.trim() || undefined, ifMatch })
    setBase({ version: saved.version, text })
    setRestored(null)
    keep(org, null)
    return saved.version
  }

  const discard = useCallback(() => {
    setText(base.text)
    setRestored(null)
    keep(org, null)
  }, [org, base.text])

  const newest = Math.max(checked?.newest ?? 0, standing.version)
  const current = checked?.text === text ? checked : null
  return {
    text,
    setText,
    base,
    dirty,
    /** The version that what was kept in this tab began from; null where nothing was. */
    restored,
    /** The answer is of another text than the one on the screen. */
    checking: dirty && !current,
    problems: dirty ? (checked?.problems ?? []) : [],
    changes: dirty ? (current?.changes ?? []) : [],
    failure: dirty ? (current?.failure ?? null) : null,
    /** Somebody saved since this was read. */
    overtaken: dirty && newest > base.version ? newest : null,
    save,
    saving: saving.isPending,
    discard,
    /** Compares, from now on, with what somebody else saved meanwhile; what was typed stays. */
    takeBase: setBase,
  }
}
export type Draft = ReturnType<typeof useDraft>
