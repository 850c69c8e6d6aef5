'use client'

import dynamic from 'next/dynamic'
import type { CodeEditorProps } from './code-editor-view'
import { Skeleton } from './states'

export type { CodeCompletion, CodeEditorProps, CodeOffer, CodeProblem } from './code-editor-view'

const View = dynamic(() => import('./code-editor-view').then((module) => module.CodeEditorView), {
  ssr: false,
  loading: () => (
    <div className="flex flex-col gap-2 p-3">
      <Skeleton className="w-1/2" />
      <Skeleton className="w-1/3" />
    </div>
  ),
})

/** An editor for SQL, YAML or Cedar; its code is fetched when it is first shown. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <div
      className="min-w-0 overflow-hidden rounded-md border border-edge/70 bg-raised focus-within:border-accent"
      style={{ height: props.height ?? 240 }}
    >
      <View {...props} />
    </div>
  )
}
