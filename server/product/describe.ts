import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as current from './current'
import { classificationsOf } from './port-shape'
import { typeOf } from './product-type'
import { promiseOf } from './promise'
import * as store from './store'

/** What the catalog needs to find a product: its newest published version, or its draft where nothing was published; null once it is gone. */
export async function describe(scope: OrgScope, productId: string) {
  const product = await store.findProduct(scope, productId)
  if (!product) return null
  const head = current.asked(await store.listVersions(scope, [product.id]), undefined)
  if (!head) return null
  const [version, pointers, runs, domain, owner] = await Promise.all([
    store.getVersion(scope, head.id),
    store.listPointers(scope, { versionIds: [head.id] }),
    store.listCheckRuns(scope, [head.id], 50),
    tenancy.getDomain(scope, product.domainId),
    tenancy.findMember(scope, product.ownerId),
  ])
  const { product: document } = version.content
  const contracts = version.contracts.map((each) => each.value)
  const { state, text } = promiseOf(pointers, runs)
  return {
    id: product.id,
    type: typeOf(version),
    slug: product.slug,
    title: document.name ?? product.slug,
    purpose: document.description?.purpose ?? '',
    description: [document.description?.usage, document.description?.limitations].filter(Boolean).join('\n'),
    domain: { id: domain.id, slug: domain.slug, name: domain.name },
    owner: owner?.name ?? null,
    tags: document.tags ?? [],
    status: product.status,
    version: head.publishedAt ? head.version : null,
    classifications: classificationsOf(contracts),
    columns: (document.outputPorts ?? []).flatMap((port) =>
      (contracts.find((each) => each.id === port.contractId)?.schema ?? []).flatMap((object) =>
        (object.properties ?? []).map(({ name, description, businessName, classification }) => ({
          port: port.name,
          object: object.name,
          name,
          description: [businessName, description].filter(Boolean).join(': ') || undefined,
          classification,
        })),
      ),
    ),
    questions: contracts.flatMap((contract) => questionsOf(contract.context)),
    context: contracts.flatMap((contract) => wordsOf(contract.context)).join('\n'),
    promise: head.publishedAt ? { state, text } : null,
    changedAt: product.updatedAt.toISOString(),
  }
}

type Context = store.StoredContract['value']['context']

const questionsOf = (context: Context): string[] =>
  typeof context === 'object' ? (context.verifiedStatements ?? []).map(({ question }) => question) : []

function wordsOf(context: Context): string[] {
  if (context === undefined) return []
  if (typeof context === 'string') return [context]
  return [
    ...(context.instructions ? [context.instructions] : []),
    ...(context.verifiedStatements ?? []).map(({ answer }) => answer ?? ''),
    ...(context.constraints ?? []).map((each) => each.constraint),
  ]
}
