'use client'

import { TRPCClientError } from '@trpc/client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTRPCClient } from '@/components/trpc'
import { type Problem, problemsOf } from './problems-of'
import type { Model, Path } from './yaml-model'

type Outcome = { version: string; leastVersion: string; status: string; changes: { text: string; breaking: boolean }[] }
type Checked = { text: string; problems: Problem[]; outcome: Outcome | null; failure: string | null }

/** Typing pauses this long before the server is asked, in ms. */
const PAUSE = 500

type Yaml = typeof import('./yaml-model')
const fetchYaml = () => import('./yaml-model')

/** What reads and writes YAML; like the editor of the text, it is fetched when the page stands. Null before. */
function useYaml() {
  const [yaml, setYaml] = useState<Yaml | null>(null)
  useEffect(() => {
    void fetchYaml().then((module) => setYaml(module))
  }, [])
  return yaml
}

/** The text being edited, what is wrong with it, and its way to the server. Nothing typed is ever lost to a failure. */
export function useDraft(slug: string, initial: { yaml: string; etag: string; model: Model }) {
  const client = useTRPCClient()
  const yaml = useYaml()
  const [text, setText] = useState(initial.yaml)
  const [kept, setKept] = useState<{ yaml: string; etag: string }>(initial)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [saving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<string | null>(null)
  const [goTo, setGoTo] = useState<{ line: number; column: number }>()
  const model = useMemo(() => yaml?.readModel(text) ?? initial.model, [yaml, text, initial.model])

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

  const change = useCallback(
    (write: (yaml: Yaml, text: string) => string) => {
      if (yaml) setText((before) => write(yaml, before))
      else void fetchYaml().then((module) => setText((before) => write(module, before)))
    },
    [yaml],
  )
  const edit = useCallback(
    (index: number, path: Path, value: unknown) =>
      change(({ editText }, before) => editText(before, index, path, value)),
    [change],
  )
  const locate = useCallback((path: string) => yaml?.locate(text, path) ?? { line: 1, column: 1 }, [yaml, text])

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
    /** From here on what is typed is kept. */
    ready: yaml !== null,
    change,
    edit,
    locate,
    save,
    saving,
    conflict,
    dirty: text !== kept.yaml,
    problems: checked?.problems ?? [],
    outcome: checked?.outcome ?? null,
    /** The list of problems is of another text than the one on the screen. */
    checking: model.faults.length === 0 && checked?.text !== text,
    goTo,
    show: (path: string) => setGoTo(locate(path)),
    showLine: (at: { line: number; column: number }) => setGoTo({ ...at }),
    takeTheirs: (theirs: { yaml: string; etag: string }) => {
      setText(theirs.yaml)
      setKept(theirs)
      setConflict(null)
    },
  }
}
export type Draft = ReturnType<typeof useDraft>
