import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Contract, Documents, SchemaObject } from './contract'
import type { Problem } from './problem'

export type Bound = {
  contractId: string
  object: string
  assetId: string
  connection: string
  ref: string
  /** It is an asset of items: the port over it is searched, not queried. */
  items?: true
}
export type Binding =
  | { ok: true; domain: { id: string; slug: string }; objects: Bound[] }
  | { ok: false; problems: Problem[] }

/**
 * Finds what the documents describe: the connection by `servers[0].server`, each object's asset by `physicalName`, and the domain that
 * all of them belong to. What is another domain's reads like what is not there.
 */
export async function bindDocuments(actor: tenancy.Actor, documents: Documents, home?: string): Promise<Binding> {
  const { scope } = actor
  const named = documents.product.domain ?? home
  const domain = named === undefined ? null : await findDomain(scope, named)
  if (named !== undefined && !domain)
    return {
      ok: false,
      problems: [{ path: 'product.domain', message: `names no domain of the organisation: ${named}` }],
    }
  const found = await Promise.all(
    documents.contracts.flatMap((contract, c) =>
      (contract.schema ?? []).map((object, o) => bindObject(scope, contract, object, `contracts.${c}`, o)),
    ),
  )
  const owning = domain ?? (await firstDomain(actor, found))
  const problems: Problem[] = []
  const objects = found.flatMap((each) => {
    if (each.asset && each.asset.domainId === owning?.id) return [each.bound(each.asset.id)]
    problems.push(each.connectionKnown(owning?.id) ? each.missingAsset : each.missingConnection)
    return []
  })
  problems.push(...mixed(documents, objects))
  const once = problems.filter((problem, n) => problems.findIndex((other) => other.path === problem.path) === n)
  if (!owning && once.length === 0)
    once.push({ path: 'product.domain', message: 'is required: the slug of the domain that owns the product' })
  return owning && once.length === 0 ? { ok: true, domain: owning, objects } : { ok: false, problems: once }
}

/** Rows are queried and items are searched: a product is of one or the other. Of items, nothing can be measured. */
function mixed({ contracts }: Documents, objects: Bound[]): Problem[] {
  return contracts.flatMap((contract, c) =>
    (contract.schema ?? []).flatMap((object, o) => {
      const path = `contracts.${c}.schema.${o}`
      const ofItems = objects.some((one) => one.contractId === contract.id && one.object === object.name && one.items)
      if (!ofItems) return []
      const message = 'describes items, and other objects of the product describe rows: make a product of each'
      const alone = objects.every((one) => one.items)
      const measured = [object, ...(object.properties ?? [])].some(({ quality = [] }) =>
        quality.some((rule) => rule.type === 'sql' || rule.metric !== undefined),
      )
      return [
        ...(alone ? [] : [{ path, message }]),
        ...(measured ? [{ path: `${path}.quality`, message: 'cannot be measured: the object describes items' }] : []),
      ]
    }),
  )
}

type Found = Awaited<ReturnType<typeof bindObject>>

async function findDomain(scope: OrgScope, named: string) {
  const domains = await tenancy.listDomains(scope)
  const key = named.trim().toLowerCase()
  return domains.find((each) => each.slug === key || each.id === named || each.name.toLowerCase() === key) ?? null
}

/** Where no domain is named: the one of the first asset, among those that the actor works for, so that no other is given away. */
async function firstDomain({ scope, principal }: tenancy.Actor, found: Found[]) {
  const mine = principal.domains.filter((each) => each.role !== 'member').map((each) => each.id)
  const ids = found.flatMap((each) => (each.asset ? [each.asset.domainId] : []))
  const id = ids.find((each) => principal.role === 'owner' || mine.includes(each))
  return id === undefined ? null : await tenancy.getDomain(scope, id)
}

async function bindObject(scope: OrgScope, contract: Contract, object: SchemaObject, path: string, index: number) {
  const connection = contract.servers?.[0]?.server ?? ''
  const ref = object.physicalName ?? object.name
  const asset = await ingestion.getAssetByRef(scope, { connectionName: connection, ref })
  const owner = asset ? null : await await ingestion.findConnection(scope, { name: connection })
  return {
    asset,
    bound: (assetId: string): Bound => {
      const tied = { contractId: contract.id, object: object.name, assetId, connection, ref }
      return asset?.kind === 'items' ? { ...tied, items: true } : tied
    },
    connectionKnown: (domainId: string | undefined) => owner !== null && owner.domainId === domainId,
    missingConnection: {
      path: `${path}.servers.0.server`,
      message: `names no connection of the product's domain: ${connection}`,
    },
    missingAsset: {
      path: `${path}.schema.${index}.${object.physicalName === undefined ? 'name' : 'physicalName'}`,
      message: `names no asset that ${connection} shows: ${ref}`,
    },
  }
}
