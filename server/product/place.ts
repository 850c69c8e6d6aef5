import { forbidden, invalid } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import { bindDocuments } from './bind-documents'
import type { Written } from './read-documents'
import { resource } from './resource'

/**
 * What policy is asked before documents are saved: the product that is there, else the one that is to be, in the domain that the document
 * names, or the only one that the actor publishes for, or the one whose assets it shows.
 */
export async function place(actor: tenancy.Actor, { slug, written }: { slug: string; written: Written }) {
  const known = await resource(actor.scope, slug)
  if (known) return known
  const planned = (domainId: string) => ({
    type: 'product' as const,
    id: slug,
    domainId,
    ownerId: actor.principal.id,
    published: true,
    facts: { slug, status: 'draft', tags: [] as string[] },
  })
  const named = written.documents.product.domain
  const domains = await tenancy.listDomains(actor.scope)
  if (named !== undefined) {
    const key = named.trim().toLowerCase()
    const found = domains.find((domain) => [domain.slug, domain.id, domain.name.toLowerCase()].includes(key))
    if (found) return planned(found.id)
    const message = `names no domain of the organisation: ${named}`
    throw invalid(`product.domain ${message}.`, [{ path: 'product.domain', message }])
  }
  const mine = actor.principal.domains.filter((domain) => domain.role !== 'member')
  if (mine.length === 0 && actor.principal.role !== 'owner')
    throw forbidden('You publish for no domain. Ask the owner of one to let you.')
  const binding = await bindDocuments(actor, written.documents, mine.length === 1 ? mine[0]!.id : undefined)
  if (!binding.ok)
    throw invalid(
      `The documents cannot be bound: ${binding.problems[0]?.path} ${binding.problems[0]?.message}.`,
      binding.problems,
    )
  return planned(binding.domain.id)
}
