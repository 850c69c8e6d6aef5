import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as current from './current'
import { readDocuments } from './read-documents'
import { save } from './save'
import * as store from './store'
import { joined, renumbered } from './stream'
import { leastNext } from './version'

/** The draft of a product: the one that is there, else one made of what is published, to be changed in the editor. */
export async function openDraft(actor: Actor, slugOrId: string): Promise<{ version: string }> {
  const { scope } = actor
  const product = await store.findProduct(scope, slugOrId)
  if (!product) throw notFound('product')
  const heads = await store.listVersions(scope, [product.id])
  const draft = current.draftOf(heads)
  if (draft) return { version: draft.version }
  const live = current.published(heads)
  if (!live || live.state === 'retired') throw conflict(`${product.slug} has no published version to begin from.`)
  const { odps, contracts } = await store.getVersion(scope, live.id)
  const next = renumbered(odps, leastNext(live.version, 'patch'))
  const yaml = joined([next, ...contracts.map(({ text }) => text)])
  return save(actor, { slug: product.slug, written: readDocuments({ yaml }) })
}
