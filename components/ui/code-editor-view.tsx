'use client'

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { PostgreSQL, sql } from '@codemirror/lang-sql'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState, type Text } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { cedar } from './cedar-language'
import { editorLook, highlighting } from './code-editor-theme'

/** Lines and columns count from one. */
export type CodeProblem = {
  line: number
  column: number
  endLine?: number
  endColumn?: number
  message: string
  severity?: 'error' | 'warning' | 'info'
}

/** `insert` is what is put in, where it differs from the label (a quoted name). */
export type CodeCompletion = { label: string; insert?: string; detail?: string; kind?: 'table' | 'column' | 'function' }
/** What is offered after the text before the cursor, in the place of its last `replaces` characters. */
export type CodeOffer = {
  replaces: number
  offers: CodeCompletion[]
  /** They were looked up by what is typed: asked for again with each letter more. */
  searched?: boolean
}

export type CodeEditorProps = {
  value: string
  onChange?: (value: string) => void
  language: 'sql' | 'yaml' | 'cedar'
  label: string
  placeholder?: string
  diagnostics?: CodeProblem[]
  completions?: CodeCompletion[]
  /** Offers by what stands before the cursor on its line, in the place of `completions`. */
  offer?: (before: string) => CodeOffer | Promise<CodeOffer | null> | null
  /** ⌘↵ or Ctrl+↵; gets what is selected, or everything. */
  onRun?: (text: string) => void
  /** Moves there when it changes, and takes the focus. */
  goTo?: { line: number; column?: number }
  onCursor?: (at: { line: number; column: number }) => void
  readOnly?: boolean
  height?: number | string
}

export function CodeEditorView(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef(props)
  latest.current = props

  // The editor is made once; what changes later reaches it through `latest` and the effects below.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!host.current) return
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: props.value, extensions: extensions(latest) }),
    })
    view.current = made
    return () => made.destroy()
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === props.value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } })
  }, [props.value])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    editor.dispatch(setDiagnostics(editor.state, (props.diagnostics ?? []).map(place(editor.state.doc))))
  }, [props.diagnostics])

  useEffect(() => {
    const editor = view.current
    if (!editor || !props.goTo) return
    const at = offset(editor.state.doc, props.goTo.line, props.goTo.column ?? 1)
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
    editor.focus()
  }, [props.goTo])

  return <div ref={host} className="h-full" />
}

function extensions(latest: { current: CodeEditorProps }) {
  const { language, label, readOnly, placeholder } = latest.current
  // One function for the editor's life: sources are told apart by identity.
  const ours = [{ autocomplete: (context: CompletionContext) => complete(context, latest) }]
  return [
    EditorView.cspNonce.of(document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''),
    // What scrolls must say that the keyboard reaches it, which it does.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorState.readOnly.of(readOnly ?? false),
    keymap.of([
      {
        key: 'Mod-Enter',
        run: (editor) => {
          const { from, to } = editor.state.selection.main
          const { onRun } = latest.current
          onRun?.(from === to ? editor.state.doc.toString() : editor.state.sliceDoc(from, to))
          return onRun !== undefined
        },
      },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      // Escape first, then Tab, leaves the editor: CodeMirror's own way out for the keyboard.
      indentWithTab,
    ]),
    history(),
    lineNumbers(),
    lintGutter(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    autocompletion({ icons: false }),
    languages[language](),
    // Policies are sentences: they are read whole, not scrolled sideways.
    language === 'cedar' ? EditorView.lineWrapping : [],
    EditorState.languageData.of(() => ours),
    placeholder ? placeholderText(placeholder) : [],
    syntaxHighlighting(highlighting),
    editorLook,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange?.(update.state.doc.toString())
      if (update.selectionSet) {
        const head = update.state.selection.main.head
        const line = update.state.doc.lineAt(head)
        latest.current.onCursor?.({ line: line.number, column: head - line.from + 1 })
      }
    }),
  ]
}

const languages = {
  sql: () => sql({ dialect: PostgreSQL, upperCaseKeywords: false }),
  yaml: () => yaml(),
  cedar: () => cedar(),
}

function complete(context: CompletionContext, latest: { current: CodeEditorProps }) {
  const { completions: offers = [], offer } = latest.current
  if (offer) return offered(context, offer)
  const word = context.matchBefore(/"?[\w-]*"?/)
  if (offers.length === 0 || !word || (word.from === word.to && !context.explicit)) return null
  const options: Completion[] = offers.map((offer) => ({
    label: word.text.startsWith('"') ? (offer.insert ?? offer.label) : offer.label,
    apply: offer.insert ?? offer.label,
    detail: offer.detail,
    type: offer.kind,
    boost: 2,
  }))
  return { from: word.from, options }
}

async function offered(context: CompletionContext, offer: NonNullable<CodeEditorProps['offer']>) {
  const line = context.state.doc.lineAt(context.pos)
  const found = await offer(line.text.slice(0, context.pos - line.from))
  if (!found || (found.replaces === 0 && found.offers.length > few && !context.explicit)) return null
  const options = found.offers.map(({ label, insert, detail, kind }): Completion => {
    return { label, apply: insert ?? label, detail, type: kind }
  })
  const validFor = found.searched ? undefined : /^[\w.@+/-]*$/
  return { from: context.pos - found.replaces, options, validFor }
}
/** So many are worth showing before anything of them is typed. */
const few = 40

function offset(doc: Text, line: number, column: number) {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines))
  return Math.min(found.from + Math.max(0, column - 1), found.to)
}

function place(doc: Text) {
  return (problem: CodeProblem): Diagnostic => {
    const from = offset(doc, problem.line, problem.column)
    const to = problem.endColumn ? offset(doc, problem.endLine ?? problem.line, problem.endColumn) : doc.lineAt(from).to
    return { from, to: Math.max(from, to), message: problem.message, severity: problem.severity ?? 'error' }
  }
}
