import canonicalize from 'canonicalize'
import type { z } from 'zod'
import * as observe from '@/server/observe'
import { documentProperty, type WrittenExpectation } from '@/server/observe/added-schema'
import type { OrgScope } from '@/server/platform/db'
import { AppError, conflict, type ErrorDetail, invalid } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { changeShape } from '@/server/product/schema'
import type { Actor } from '@/server/tenancy'

/** What is expected of a product may stand in its own document: then it is kept when that is published, and nowhere else. */

/** Refuses documents whose expectations cannot be read, before anything is saved. */
export async function checkWritten({ documents }: ReturnType<typeof product.readDocuments>): Promise<void> {
  const parts = (documents.product.customProperties ?? []).flatMap(({ property, value }, n) =>
    property === documentProperty ? [{ value, path: `product.customProperties.${n}.value` }] : [],
  )
  const [part, twice] = parts
  if (twice)
    throw invalid('Expectations are listed twice.', [{ path: twice.path, message: 'is there twice: write one list' }])
  if (part) await observe.readWritten(part)
}

async function versions(scope: OrgScope, slug: string) {
  const [draft, published] = await Promise.all([
    observe.findDocument(scope, slug, 'draft'),
    observe.findDocument(scope, slug, 'published'),
  ])
  const said = (of: typeof draft) => of?.part && (canonicalize(of.part.value) ?? null)
  return { draft, published, changed: said(draft) !== said(published) }
}

/** Publishes the draft, and with it what its document expects of the product where that is new; both, or neither. */
export async function publishWhole(actor: Actor, input: { slug: string; note?: string; signal?: AbortSignal }) {
  const { draft, changed } = await versions(actor.scope, input.slug)
  const part = changed ? draft?.part : null
  const items = part && (await observe.readWritten(part))
  const alongside = async ({ productId, etag }: { productId: string; etag: string }) => {
    if (etag !== draft?.etag) throw conflict('The draft was changed while its checks ran. Publish again.')
    if (items) await observe.putExpectations(actor, { productId, items, document: part.path })
  }
  return product.publish(actor, { ...input, alongside })
}

type Told = { changes: z.infer<typeof changeShape>[]; problems: ErrorDetail[] }

/** What publishing the draft would change in what is expected, each statement that would run by the right of whoever publishes named. */
export async function planWritten(scope: OrgScope, slug: string): Promise<Told> {
  const { draft, published, changed } = await versions(scope, slug)
  if (!changed) return { changes: [], problems: [] }
  if (!draft?.part)
    return told(published!.part!.path, 'removed', [
      'The document says no more what is expected: it stays as it is, and is changed on its own page',
    ])
  const kind = published?.part ? 'changed' : 'added'
  try {
    const items = await observe.readWritten(draft.part)
    return told(draft.part.path, kind, [
      `The document now says what is expected, ${items.length} in all: what else is expected beside the contract goes`,
      ...items.flatMap(readsOf),
    ])
  } catch (error) {
    if (!(error instanceof AppError) || !error.details) throw error
    return { changes: [], problems: error.details }
  }
}

function readsOf(item: WrittenExpectation): string[] {
  const by = 'Measured with the right of whoever publishes this:'
  if (item.kind === 'metric') return [`${by} ${item.sql}`]
  if (item.kind !== 'relation' || !(item.to.product || item.to.port)) return []
  const there = [item.to.product, item.to.port, item.to.object, item.to.column].filter(Boolean).join('.')
  return [`${by} which values of ${item.port}.${item.column} stand in ${there}`]
}

const told = (path: string, kind: 'added' | 'removed' | 'changed', texts: string[]): Told => ({
  changes: texts.map((text) => ({ path, kind, level: 'patch', breaking: false, text })),
  problems: [],
})
