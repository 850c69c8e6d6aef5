'use client'

import dynamic from 'next/dynamic'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo, useState } from 'react'
import { useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { CodeEditor } from '@/components/ui/code-editor'
import { Page } from '@/components/ui/page'
import { Status } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import { BasicsStep } from './basics-step'
import { productOf } from './documents'
import { Problems } from './problems'
import { type Draft, useDraft } from './use-draft'
import { useSuggestions } from './use-suggestions'
import type { Model } from './yaml-model'

const DataStep = dynamic(() => import('./data-step').then((part) => part.DataStep))
const ContractStep = dynamic(() => import('./contract-step').then((part) => part.ContractStep))
const ContextStep = dynamic(() => import('./context-step').then((part) => part.ContextStep))
const PublishStep = dynamic(() => import('./publish-step').then((part) => part.PublishStep))

const steps = ['basics', 'data', 'contract', 'context', 'publish'] as const

/** Form and text side by side: two views of one YAML stream, each following the other. */
export function ProductEditor({
  org,
  slug,
  initial,
}: {
  org: string
  slug: string
  initial: { yaml: string; etag: string; model: Model }
}) {
  const draft = useDraft(slug, initial)
  const product = productOf(draft.model)
  const suggestions = useSuggestions(slug, product.domain ?? '')
  const [step, setStep] = useQueryState('step', parseAsStringLiteral(steps).withDefault('basics'))
  const [view, setView] = useState<'form' | 'text'>('form')
  const broken = draft.model.faults.length > 0
  const tabs = [
    { value: 'basics', label: 'Basics', content: <BasicsStep draft={draft} /> },
    { value: 'data', label: 'Data', content: <DataStep draft={draft} suggestions={suggestions} /> },
    { value: 'contract', label: 'Contract', content: <ContractStep draft={draft} suggestions={suggestions} /> },
    { value: 'context', label: 'Context', content: <ContextStep draft={draft} /> },
    { value: 'publish', label: 'Publish', content: <PublishStep draft={draft} org={org} /> },
  ].map((tab) => ({
    ...tab,
    content: <div>{broken && tab.value !== 'publish' ? <Unreadable draft={draft} /> : tab.content}</div>,
  }))
  return (
    <Page
      wide
      crumbs={[{ label: 'Products', href: `/${org}/products` }]}
      title={product.name ?? slug}
      aside={<State draft={draft} />}
      action={
        <Button
          kind={step === 'publish' ? 'secondary' : 'primary'}
          busy={draft.saving}
          disabled={!draft.dirty || broken}
          onClick={() => void draft.save()}
        >
          Save draft
        </Button>
      }
    >
      <Conflict draft={draft} />
      <fieldset aria-label="View" className="mb-4 flex gap-1 lg:hidden">
        {(['form', 'text'] as const).map((each) => (
          <Button
            key={each}
            size="sm"
            kind={view === each ? 'secondary' : 'quiet'}
            aria-pressed={view === each}
            onClick={() => setView(each)}
          >
            {each === 'form' ? 'Form' : 'YAML'}
          </Button>
        ))}
      </fieldset>
      <div inert={!draft.ready} className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className={cn('min-w-0', view === 'text' && 'max-lg:hidden')}>
          <Tabs
            label="Parts of the product"
            value={step}
            onChange={(value) => void setStep(value as (typeof steps)[number])}
            tabs={tabs}
          />
        </div>
        <div className={cn('min-w-0', view === 'form' && 'max-lg:hidden')}>
          <TextPane draft={draft} />
        </div>
      </div>
    </Page>
  )
}

function TextPane({ draft }: { draft: Draft }) {
  const marks = useMemo(
    () => [
      ...draft.model.faults,
      ...(draft.model.faults.length > 0 ? [] : draft.problems).map(({ path, message }) => ({
        ...draft.locate(path),
        message: path ? `${path} ${message}` : message,
      })),
    ],
    [draft.model.faults, draft.problems, draft.locate],
  )
  return (
    <div className="sticky top-16 flex flex-col overflow-hidden rounded-md border border-line bg-raised [&>div:first-child]:rounded-b-none [&>div:first-child]:border-0">
      <CodeEditor
        label="Documents as YAML"
        language="yaml"
        value={draft.text}
        onChange={draft.setText}
        diagnostics={marks}
        goTo={draft.goTo}
        height="calc(100dvh - 22rem)"
      />
      <Problems draft={draft} />
    </div>
  )
}

function State({ draft }: { draft: Draft }) {
  if (draft.dirty) return <Status tone="neutral">Not saved yet</Status>
  const { outcome } = draft
  if (outcome?.status === 'published') return <Status tone="ok">Published {outcome.version}</Status>
  return outcome && <Status tone="info">Draft of {outcome.version}</Status>
}

function Unreadable({ draft }: { draft: Draft }) {
  const fault = draft.model.faults[0]!
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-read text-muted">
        The form shows what the text says, and this text cannot be read: line {fault.line}, {fault.message}.
      </p>
      <Button onClick={() => draft.showLine(fault)}>Go to line {fault.line}</Button>
    </div>
  )
}

/** Someone else saved meanwhile: nothing is overwritten, and nothing typed is lost. */
function Conflict({ draft }: { draft: Draft }) {
  const client = useTRPCClient()
  if (!draft.conflict) return null
  const load = async () => {
    const theirs = await client.product.documents
      .query({ slug: draft.slug, version: 'draft' })
      .catch(() => client.product.documents.query({ slug: draft.slug }))
    draft.takeTheirs({ yaml: theirs.yaml, etag: theirs.etag })
  }
  return (
    <div
      role="alert"
      className="mb-4 flex flex-wrap items-center justify-between gap-3 rounded-md bg-warn-soft px-3 py-2 text-warn-text"
    >
      <span>{draft.conflict}</span>
      <Button size="sm" onClick={() => void load()}>
        Replace mine with theirs
      </Button>
    </div>
  )
}
