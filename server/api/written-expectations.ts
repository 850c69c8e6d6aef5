import canonicalize from 'canonicalize'
import type { z } from 'zod'
import * as observe from '@/server/observe'
import { documentProperty, type WrittenExpectation } from '@/server/observe/added-schema'
import type { OrgScope } from '@/server/platform/db'
import { AppError, type ErrorDetail, invalid } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { changeShape } from '@/server/product/schema'
import type { Actor } from '@/server/tenancy'

/** What is expected of a product may stand in its own document: then it is kept when that is published, and nowhere else. */

/** Refuses documents whose expectations cannot be read, before anything is saved. */
export async function checkWritten({ documents }: ReturnType<typeof product.readDocuments>): Promise<void> {
  const properties = documents.product.customProperties ?? []
  const at = properties.flatMap(({ property }, n) => (property === documentProperty ? [n] : []))
  if (at.length > 1)
    throw invalid('What is expected is listed twice.', [
      { path: `product.customProperties.${at[1]}`, message: 'is there twice: write one list' },
    ])
  const part = observe.partOf(properties)
  if (part) await observe.readWritten(part)
}

const said = (part: { value: unknown } | null | undefined) => (part ? canonicalize(part.value) : undefined)

/** Publishes the draft, and with it what its document expects of the product where that is new; both, or neither. */
export const publishWhole = (actor: Actor, input: { slug: string; note?: string; signal?: AbortSignal }) =>
  product.publish(actor, {
    ...input,
    prepare: async ({ productId, document }) => {
      const part = observe.partOf(document.customProperties)
      const before = await observe.findDocument(actor.scope, productId, 'published')
      if (!part || said(part) === said(before?.part)) return null
      const items = await observe.readWritten(part)
      return () => observe.putExpectations(actor, { productId, items, document: part.path })
    },
  })

type Told = { changes: z.infer<typeof changeShape>[]; problems: ErrorDetail[] }

/** What publishing the draft would change in what is expected, each statement that would run by the right of whoever publishes named. */
export async function planWritten(scope: OrgScope, slug: string): Promise<Told> {
  const [draft, published] = await Promise.all([
    observe.findDocument(scope, slug, 'draft'),
    observe.findDocument(scope, slug, 'published'),
  ])
  const [now, before] = [draft?.part, published?.part]
  if (said(now) === said(before)) return { changes: [], problems: [] }
  if (!now)
    return told(before!.path, 'removed', [
      'The document says no more what is expected: it stays as it is, and is changed on its own page',
    ])
  const kind = before ? 'changed' : 'added'
  try {
    const items = await observe.readWritten(now)
    return told(now.path, kind, [
      `The document now says what is expected, ${items.length} in all: what else is expected beside the contract goes`,
      ...new Set(items.flatMap(readsOf)),
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
