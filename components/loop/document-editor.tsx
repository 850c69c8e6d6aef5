'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { problemsOf } from '@/components/connection/problems'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { CodeEditor, type CodeProblem } from '@/components/ui/code-editor'
import { FormActions, FormError } from '@/components/ui/field'
import { counted } from '@/components/ui/format'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'

type Document = { yaml: string; etag: string }

/** What is expected beside the contract as one document: seen, changed and written whole. */
export function DocumentEditor({ slug, onClose }: { slug: string; onClose: () => void }) {
  const query = useQuery(useTRPC().expectation.document.queryOptions({ slug }))
  // What stood when it was opened: what somebody else writes meanwhile takes nothing away that is typed here.
  const [opened, open] = useState<Document>()
  if (!opened && query.data && !query.isFetching) open(query.data)
  if (opened) return <Editing slug={slug} opened={opened} onClose={onClose} />
  if (query.isError)
    return <ErrorState title="The document could not be read" error={query.error} retry={() => void query.refetch()} />
  return <Skeleton className="h-80" />
}

/** "line 3, column 5: …", as the reader of YAML says it. */
const placed = /^line (\d+)(?:, column (\d+))?: (.*)$/s

async function marksOf(text: string, error: unknown): Promise<CodeProblem[]> {
  const { locate } = await import('@/components/product/editor/yaml-model')
  return problemsOf(error).map(({ path, message }) => {
    const [, line, column, said] = placed.exec(message) ?? []
    const at = line ? { line: Number(line), column: Number(column ?? 1) } : locate(text, `document.${path}`)
    return { ...at, message: [path, said ?? message].filter(Boolean).join(' ') }
  })
}

function Editing({ slug, opened, onClose }: { slug: string; opened: Document; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [text, setText] = useState(opened.yaml)
  const [marks, setMarks] = useState<CodeProblem[]>([])
  const [goTo, setGoTo] = useState<{ line: number; column: number }>()
  const put = useMutation(
    trpc.expectation.put.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.expectation.pathKey() }),
    }),
  )
  async function save() {
    setMarks([])
    try {
      const { items } = await put.mutateAsync({ slug, yaml: text, ifMatch: opened.etag })
      const added = items.filter(({ source }) => source === 'added').length
      toast('Written', { description: counted(added, 'expectation') })
      onClose()
    } catch (error) {
      setMarks(await marksOf(text, error))
    }
  }
  return (
    <form
      aria-label="Expectations as YAML"
      className="mb-10 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <p className="max-w-read text-muted text-sm">
        All that is expected beside the contract. What is left out goes; what asks the same of the same thing keeps what
        was measured of it. Comments are not kept.
      </p>
      <CodeEditor
        label="Expectations as YAML"
        language="yaml"
        value={text}
        onChange={setText}
        diagnostics={marks}
        goTo={goTo}
        height="max(20rem, calc(100dvh - 24rem))"
      />
      <FormError>{marks.length === 0 && put.error?.message}</FormError>
      {marks.length > 0 && (
        <div role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad-text text-sm">
          <p className="font-medium">{counted(marks.length, 'problem')}; nothing was written.</p>
          <ol className="mt-1 flex max-h-48 flex-col overflow-y-auto">
            {[...marks.entries()].map(([n, { line, column, message }]) => (
              <li key={n}>
                <button
                  type="button"
                  className="min-h-6 break-words rounded-sm text-left underline underline-offset-2"
                  onClick={() => setGoTo({ line, column })}
                >
                  Line {line}: {message}
                </button>
              </li>
            ))}
          </ol>
        </div>
      )}
      <FormActions>
        <Button kind="primary" type="submit" busy={put.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </FormActions>
    </form>
  )
}
