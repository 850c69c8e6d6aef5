import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { orgRole } from '@/server/tenancy/schema'
import type { Directory } from './resolve-names'

/** Looks up what policies name: people by e-mail, domains and products by slug, ports as "product/port"; ids stay as they are. */
export async function makeDirectory(
  scope: OrgScope,
  names: readonly { type: string; id: string }[],
): Promise<Directory> {
  const known = new Map<string, string | null>()
  const [domains, members] = await Promise.all([tenancy.listDomains(scope), tenancy.listMembers(scope)])
  for (const { type, id } of names) {
    const key = `${type} ${id}`
    if (type === 'Domain') known.set(key, domains.find((one) => one.slug === id || one.id === id)?.id ?? null)
    else if (type === 'Member') known.set(key, members.find((one) => one.email === id || one.id === id)?.id ?? null)
    else if (type === 'Role') known.set(key, orgRole.safeParse(id).success ? id : null)
    else if (type === 'Product') known.set(key, (await product.resource(scope, id))?.id ?? null)
    else if (type === 'Port') known.set(key, await portId(scope, id))
  }
  return (type, id) => known.get(`${type} ${id}`)
}

async function portId(scope: OrgScope, name: string): Promise<string | null> {
  const at = name.indexOf('/')
  const found = at > 0 ? await product.resource(scope, name.slice(0, at)) : null
  return found && `${found.id}/${name.slice(at + 1)}`
}
