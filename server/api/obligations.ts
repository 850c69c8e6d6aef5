import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Principal } from '@/server/tenancy'

type Asked = {
  principal: Principal
  action: policy.Action
  resource: policy.Resource
  circumstances?: policy.Circumstances
}
type Obligations = { masks: Record<string, string>; rows?: string }

/** Under which masks and conditions a port is read, where that is what is asked: each column by its name, its object before it if there are several. */
export async function obligationsOf(scope: OrgScope, asked: Asked): Promise<Obligations> {
  const { action, resource, principal, circumstances } = asked
  if (resource.type !== 'port' || (action !== 'query' && action !== 'preview')) return { masks: {} }
  const [productId = '', ...name] = resource.id.split('/')
  const port = await product.findPort(scope, { productId, port: name.join('/') })
  if (!port) return { masks: {} }
  const several = port.objects.length > 1
  const seen = { resource, product: port.slug, productId, port: port.name, several }
  const found = policy.portSight({ principal, action, port: seen, circumstances }, port.objects)
  if (found.effect === 'deny') return { masks: {} }
  const of = (at: number, what: string) => (several ? `${port.objects[at]?.name}.${what}` : what)
  const masks = found.sights.flatMap(({ columns }, at) =>
    columns.flatMap(({ name: column, hidden, masks: kinds }): [string, string][] =>
      hidden || kinds.length > 0 ? [[of(at, column), hidden ? 'hidden' : kinds.join(' or ')]] : [],
    ),
  )
  const rows = found.sights.flatMap(({ rows: where }, at) =>
    where === null ? [] : [several ? `${of(at, where)}` : where],
  )
  return { masks: Object.fromEntries(masks), ...(rows.length > 0 && { rows: rows.join('; ') }) }
}
