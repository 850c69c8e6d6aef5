import type { OrgScope } from '@/server/platform/db'
import { read } from './compile/read'
import type { PlainMapping } from './compile/read-text'
import { listRowTables } from './list-row-tables'
import { makeDirectory } from './make-directory'
import { readShipped } from './read-shipped'
import { namesIn, resolveNames } from './resolve-names'
import type { OwnPolicy, Problem } from './schema'
import { productTable, rowsTable, schemaWith } from './tables'

/** Ids that begin so are of the shipped policies. */
const reserved = 'stoa:'
const plain = ({ attributes, ancestors, beyond, ...rest }: ReturnType<typeof rowsTable>): PlainMapping => ({
  ...rest,
  attributes: [...attributes],
  ancestors: [...ancestors],
  beyond: [...beyond],
})

/** An organisation's text, read against its products of this moment: its policies, or every fault with its place. */
export async function readPolicies(
  scope: OrgScope,
  text: string,
): Promise<{ ok: true; policies: OwnPolicy[] } | { ok: false; problems: Problem[] }> {
  const rows = await listRowTables(scope, text)
  const tables = [
    { actions: ['discover'], mapping: plain(productTable(scope.orgId)) },
    ...rows.map((table) => ({ actions: ['preview', 'query'], mapping: plain(rowsTable(table)) })),
  ]
  const schema = schemaWith(readShipped().schema, rows)
  const found = await read({ text, schema, tables, reserved })
  if (!found.ok) return found
  return resolveNames(text, found.policies, await makeDirectory(scope, namesIn(found.policies)))
}
