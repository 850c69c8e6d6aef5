'use client'

import { TRPCClientError } from '@trpc/client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTRPCClient } from '@/components/trpc'
import { editText, locate, type Path, readModel } from './yaml-model'

export type Problem = { path: string; message: string }
type Outcome = { version: string; leastVersion: string; status: string; changes: { text: string; breaking: boolean }[] }
type Checked = { text: string; problems: Problem[]; outcome: Outcome | null; failure: string | null }

/** Typing pauses this long before the server is asked, in ms. */
const PAUSE = 500

/** What the server said is wrong, path by path; one line without a path where it said no more. */
export function problemsOf(error: unknown): Problem[] {
  if (!(error instanceof TRPCClientError)) return [{ path: '', message: 'The server could not be reached. Try again.' }]
  const details = (error.data as { app?: { details?: Problem[] } } | undefined)?.app?.details
  return details && details.length > 0 ? details : [{ path: '', message: error.message }]
}

/** The text being edited, what is wrong with it, and its way to the server. Nothing typed is ever lost to a failure. */
export function useDraft(slug: string, initial: { yaml: string; etag: string }) {
  const client = useTRPCClient()
  const [text, setText] = useState(initial.yaml)
  const [kept, setKept] = useState(initial)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [saving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<string | null>(null)
  const [goTo, setGoTo] = useState<{ line: number; column: number }>()
  const model = useMemo(() => readModel(text), [text])

  useEffect(() => {
    if (model.faults.length > 0) return
    const later = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const outcome = await client.product.save.mutate({ slug, yaml: text, dryRun: true }, { signal: later.signal })
        setChecked({ text, problems: [], outcome, failure: null })
      } catch (error) {
        if (!later.signal.aborted) setChecked({ text, problems: problemsOf(error), outcome: null, failure: null })
      }
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      later.abort()
    }
  }, [client, slug, text, model.faults.length])

  const edit = useCallback(
    (index: number, path: Path, value: unknown) => setText((before) => editText(before, index, path, value)),
    [],
  )

  /** True once what is on the screen is what the server has. */
  async function save(): Promise<boolean> {
    if (text === kept.yaml) return true
    setSaving(true)
    setConflict(null)
    try {
      const saved = await client.product.save.mutate({ slug, yaml: text, ifMatch: kept.etag })
      setKept({ yaml: text, etag: saved.etag })
      setChecked({ text, problems: [], outcome: saved, failure: null })
      return true
    } catch (error) {
      const code =
        error instanceof TRPCClientError
          ? (error.data as { app?: { code?: string } } | undefined)?.app?.code
          : undefined
      if (code === 'conflict') setConflict((error as Error).message)
      else setChecked({ text, problems: problemsOf(error), outcome: null, failure: (error as Error).message })
      return false
    } finally {
      setSaving(false)
    }
  }

  return {
    slug,
    text,
    setText,
    model,
    edit,
    save,
    saving,
    conflict,
    dirty: text !== kept.yaml,
    problems: checked?.problems ?? [],
    outcome: checked?.outcome ?? null,
    /** The list of problems is of another text than the one on the screen. */
    checking: model.faults.length === 0 && checked?.text !== text,
    goTo,
    show: (path: string) => setGoTo(locate(text, path)),
    showLine: (at: { line: number; column: number }) => setGoTo({ ...at }),
    takeTheirs: (theirs: { yaml: string; etag: string }) => {
      setText(theirs.yaml)
      setKept(theirs)
      setConflict(null)
    },
  }
}
export type Draft = ReturnType<typeof useDraft>
