import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'

/** Whether policy names somebody who may take some port of a product in an emergency. */
export async function mayBreakGlass(
  { scope, principal }: Actor,
  slug: string,
  ports: readonly { name: string }[],
): Promise<boolean> {
  const resource = await product.resource(scope, slug)
  if (!resource?.published) return false
  await policy.load(scope)
  const may = (port: { name: string }) =>
    policy.approvalFor({ principal, port: policy.portResource(port, resource), columns: [] })
  return ports.some((port) => may(port).emergency > 0)
}
