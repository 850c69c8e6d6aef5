import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { identifierOf, portsNamed, rowType, slugOf } from './row-type'
import type { RowTable } from './tables'

/** The rows of every port that a text speaks of, as they are published now; what it names and is not there is left out. */
export async function listRowTables(scope: OrgScope, text: string): Promise<RowTable[]> {
  const tables = new Map<string, RowTable>()
  for (const named of portsNamed(text)) {
    const found = await product.resource(scope, slugOf(named.product))
    if (!found?.published) continue
    const { ports } = await product.get(scope, { slug: found.id })
    const port = ports.find((one) => identifierOf(one.name) === named.port)
    const shown = port && (await product.findPort(scope, { productId: found.id, port: port.name }))
    for (const table of shown ? rowTablesOf(scope.orgId, shown) : []) tables.set(table.type, table)
  }
  return [...tables.values()]
}

function rowTablesOf(orgId: string, port: product.Port): RowTable[] {
  const above = { Port: port.id, Product: port.productId, Domain: port.domainId, Organisation: orgId }
  return port.objects.map(({ name, columns }) => ({
    type: rowType(port.slug, port.name, name, port.objects.length > 1),
    columns,
    above,
  }))
}
