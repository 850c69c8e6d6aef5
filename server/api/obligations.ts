import type { OrgScope } from '@/server/platform/db'
import type * as policy from '@/server/policy'
import * as product from '@/server/product'

type Port = NonNullable<policy.Question['port']>

/** What a port holds, where it is asked to be read: then rows and masks can be told too. */
export async function portAsked(
  scope: OrgScope,
  { action, resource }: { action: policy.Action; resource: policy.Resource },
): Promise<Port | undefined> {
  if (resource.type !== 'port' || (action !== 'query' && action !== 'preview')) return undefined
  const [productId = '', ...name] = resource.id.split('/')
  const port = await product.findPort(scope, { productId, port: name.join('/') })
  // Of a port over items there are neither rows nor masks to tell.
  if (!port || port.objects.length === 0) return undefined
  const several = port.objects.length > 1
  return { seen: { resource, product: port.slug, productId, port: port.name, several }, objects: port.objects }
}

/** Under which masks and conditions a port is read: each column by its name, its object before it if there are several. */
export function obligationsOf(
  port: Port | undefined,
  sights: readonly policy.ObjectSight[],
): { masks: Record<string, string>; rows?: string } {
  const several = port?.seen.several ?? false
  const of = (at: number, what: string) => (several ? `${port?.objects[at]?.name}.${what}` : what)
  const masks = sights.flatMap(({ columns }, at) =>
    columns.flatMap(({ name: column, hidden, masks: kinds }): [string, string][] =>
      hidden || kinds.length > 0 ? [[of(at, column), hidden ? 'hidden' : kinds.join(' or ')]] : [],
    ),
  )
  const rows = sights.flatMap(({ rows: where }, at) => (where === null ? [] : [several ? `${of(at, where)}` : where]))
  return { masks: Object.fromEntries(masks), ...(rows.length > 0 && { rows: rows.join('; ') }) }
}
