'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useQueryState } from 'nuqs'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole, seesDrafts } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Page, Section } from '@/components/ui/page'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ShownExpectation } from '@/server/observe/schema'
import type { ProductShape } from '@/server/product/schema'
import { draftOf, emptyDraft } from './expectation-draft'
import { ExpectationForm } from './expectation-form'
import { ExpectationRow } from './expectation-row'
import { useExpectations } from './use-expectations'

const DocumentEditor = dynamic(() => import('./document-editor').then((part) => part.DocumentEditor), { ssr: false })
const RulesSection = dynamic(() => import('./rules-section').then((part) => part.RulesSection), { ssr: false })

/** What is expected of a product beside its contract: each can be tried on the past, changed and taken away. */
export function ExpectationsPage({ slug }: { slug: string }) {
  const { org, viewer } = useFrame()
  const product = useQuery(useTRPC().product.get.queryOptions({ slug }))
  const { query, added, save, remove } = useExpectations(slug)
  const [editing, edit] = useQueryState('edit')
  const crumbs = [
    { label: 'Catalog', href: `/${org.slug}/catalog` },
    { label: product.data?.title ?? slug, href: `/${org.slug}/catalog/${slug}?tab=quality` },
  ]
  const failed = product.isError ? product : query.isError ? query : null
  if (failed || !product.data || !added)
    return (
      <Page crumbs={crumbs} title="Expectations">
        {failed ? (
          <ErrorState title="Expectations could not be read" error={failed.error} retry={() => void failed.refetch()} />
        ) : (
          <SkeletonRows label="Reading expectations" />
        )}
      </Page>
    )
  const may = readsByRole(viewer, product.data.domain.slug)
  const document = query.data?.document ?? null
  const changes = may && document === null
  const form = changes ? formOf(editing, product.data, added) : null
  const written = changes && editing === 'yaml'
  const asYaml = <Button onClick={() => void edit('yaml')}>As YAML</Button>
  return (
    <Page
      crumbs={crumbs}
      title="Expectations"
      lead="What is expected of it beside what its contract promises. What is not so becomes an incident of the loop."
      action={
        changes && !form && !written && added.length > 0 ? (
          <Button kind="primary" onClick={() => void edit('new')}>
            Add an expectation
          </Button>
        ) : undefined
      }
    >
      {document !== null && <InDocument version={document} edit={may ? `/${org.slug}/products/${slug}/edit` : null} />}
      {form && (
        <ExpectationForm
          key={editing}
          product={product.data}
          initial={form}
          save={save}
          onClose={() => void edit(null)}
        />
      )}
      {written && <DocumentEditor slug={slug} onClose={() => void edit(null)} />}
      {written ? null : added.length === 0 && !form ? (
        <EmptyState
          title="Nothing is expected beside the contract"
          action={
            changes && (
              <>
                <Button kind="primary" onClick={() => void edit('new')}>
                  Add an expectation
                </Button>
                {asYaml}
              </>
            )
          }
        >
          A column that must not drift, a number of your own that must lie in its band, rows that must keep coming: each
          is measured by itself, and can be tried on what is kept before it goes live.
        </EmptyState>
      ) : added.length === 0 ? null : (
        <Section
          title={added.length === 1 ? 'One expectation' : `${added.length} expectations`}
          action={changes && !form && asYaml}
        >
          <ul aria-label="Expectations" className="divide-y divide-line border-line border-y">
            {added.map((one) => (
              <ExpectationRow
                key={one.id}
                one={one}
                may={may}
                fixed={document !== null}
                onEdit={() => void edit(one.id)}
                onRemove={() => remove(one)}
              />
            ))}
          </ul>
        </Section>
      )}
      {seesDrafts(viewer, product.data.domain.slug) && (
        <div className="mt-10">
          <RulesSection slug={slug} may={may} />
        </div>
      )}
    </Page>
  )
}

/** Where they are said, when that is not here. */
function InDocument({ version, edit }: { version: string; edit: string | null }) {
  return (
    <p role="note" className="mb-6 max-w-read text-muted text-sm">
      These stand in the product’s own document, version {version}, under <code>expectations</code>: what is changed
      there holds once it is published. {edit && <Link href={edit}>Open the document</Link>}
    </p>
  )
}

/** What the form begins with: nothing yet, or one that is there; null where none is asked for. */
function formOf(editing: string | null, product: ProductShape, added: ShownExpectation[]) {
  if (editing === 'new') return emptyDraft(product.ports[0]?.name ?? '')
  const one = added.find(({ id }) => id === editing)
  return one ? draftOf(one) : null
}
