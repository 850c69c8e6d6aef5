'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useTRPC, useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { counted } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast } from '@/components/ui/toast'
import type { CheckResult } from '@/server/product/schema'
import { VersionChanges } from '../version-changes'
import { CheckList } from './check-list'
import { problemsOf } from './problems-of'
import type { Draft } from './use-draft'

/** Every check on the rows of today, live; then the version that the change needs, and one press. */
export function PublishStep({ draft, org }: { draft: Draft; org: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const router = useRouter()
  const plan = useQuery(trpc.product.plan.queryOptions({ slug: draft.slug }, { enabled: !draft.dirty, retry: false }))
  const [results, setResults] = useState<Record<string, CheckResult[]>>({})
  const [running, setRunning] = useState<string | null>(null)
  const [failed, setFailed] = useState<string[]>([])
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const etag = plan.data?.etag

  // Ports are checked one after the other, so that each result is there as soon as it is known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run begins when the saved documents change, and only then
  useEffect(() => {
    if (!plan.data || plan.data.problems.length > 0) return
    const stop = new AbortController()
    const run = async () => {
      setResults({})
      setFailed([])
      for (const { port } of plan.data.ports) {
        setRunning(port)
        const { checks } = await client.product.check.mutate({ slug: draft.slug, port }, { signal: stop.signal })
        setResults((before) => ({ ...before, [port]: checks }))
      }
    }
    run()
      .catch((error) => !stop.signal.aborted && setFailed(problemsOf(error).map((each) => each.message)))
      .finally(() => !stop.signal.aborted && setRunning(null))
    return () => stop.abort()
  }, [etag])

  async function publish() {
    setBusy(true)
    setFailed([])
    try {
      const done = await client.product.publish.mutate({ slug: draft.slug, note: note || undefined })
      await queries.invalidateQueries()
      toast(`Published ${done.version}`)
      router.push(`/${org}/catalog/${draft.slug}`)
    } catch (error) {
      setFailed(problemsOf(error).map((each) => (each.path ? `${each.path}: ${each.message}` : each.message)))
      setBusy(false)
    }
  }

  if (draft.dirty)
    return (
      <EmptyState
        title="Save first"
        action={
          <Button
            kind="primary"
            busy={draft.saving}
            disabled={draft.model.faults.length > 0}
            onClick={() => void draft.save()}
          >
            Save the draft
          </Button>
        }
      >
        Checks run on what is saved.{' '}
        {draft.problems.length > 0 && `${counted(draft.problems.length, 'problem')} must be mended before.`}
      </EmptyState>
    )
  if (plan.isPending) return <SkeletonRows />
  if (plan.error?.data?.app?.code === 'not_found')
    return (
      <EmptyState title="Nothing to publish">
        What is saved is what is published. Change something, and it can be published here.
      </EmptyState>
    )
  if (!plan.data)
    return <ErrorState title="The checks could not be planned" error={plan.error} retry={() => void plan.refetch()} />
  const { version, leastVersion, versionFits, published, changes, problems, ports } = plan.data
  const all = Object.values(results).flat()
  const blocked = all.filter((check) => !check.ok && check.blocking).length
  const ready =
    versionFits && problems.length === 0 && running === null && ports.length > 0 && all.length > 0 && blocked === 0
  return (
    <div className="flex flex-col gap-8">
      {problems.map((problem) => (
        <FormError key={problem.path}>{problem.message}</FormError>
      ))}
      {ports.length === 0 && <FormError>There is no port to publish. Choose data first.</FormError>}
      {ports.map(({ port, checks }) => (
        <CheckList key={port} port={port} planned={checks} results={results[port]} running={running === port} />
      ))}
      {(published || changes.length > 0) && (
        <VersionChanges changes={changes} title={published ? `What changes since ${published}` : 'What it brings'} />
      )}
      <section aria-label="Publish" className="flex flex-col gap-4 border-line border-t pt-5">
        {!versionFits && (
          <div className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-warn-soft px-3 py-2 text-warn-text">
            <span>
              These changes need at least version {leastVersion}; the document says {version}.
            </span>
            <Button size="sm" onClick={() => draft.edit(0, ['version'], leastVersion)}>
              Make it {leastVersion}
            </Button>
          </div>
        )}
        <Field label="Note" optional hint="What is new, for its readers.">
          <Textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {failed.length > 0 && (
          <FormError>
            <ul className="flex flex-col gap-1">
              {failed.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </FormError>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="primary" busy={busy} disabled={!ready} onClick={() => void publish()}>
            Publish {version}
          </Button>
          {running && <Status tone="busy">Checking {running}</Status>}
          {blocked > 0 && <Status tone="bad">{counted(blocked, 'check')} must hold first</Status>}
        </div>
      </section>
    </div>
  )
}
