import { afterAll, beforeAll, expect, it } from 'vitest'
import { reads } from '@/prisma/seed/governed-people'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import type { Port, PortObject } from '@/server/product'
import { sourceObjects } from './source-objects'

let a: Tenant
beforeAll(async () => {
  ;({ a } = await twoTenants())
})
afterAll(closeDatabase)

const object = (name: string, ...columns: string[]) =>
  ({
    name,
    ref: `public.${name}`,
    columns: columns.map((column) => ({ name: column, physical: column, type: 'INTEGER', classification: null })),
  }) as PortObject
const objects = [object('people', 'id', 'pay'), object('plans', 'id', 'cost')]
const hide = (when: string) => `forbid (principal, ${reads}, resource is Column) when { ${when} };`

/** What stands in the source of two tables, each as its columns. */
async function given(text: string) {
  await policy.save(a.owner, { text })
  await policy.load(a.scope)
  const port = { domainId: a.domain.id, productId: 'prd_1', slug: 'staff', name: 'all', tags: [] as string[], objects }
  const seen = sourceObjects(a.member.principal, { purpose: 'analytics' }, { port: port as Port, objects })
  return seen.ok ? seen.given.objects.map(({ name, columns }) => [name, ...columns.map((one) => one.name)]) : seen.why
}

it.each<[string, string, unknown]>([
  [
    'all of both tables',
    '',
    [
      ['people', 'id', 'pay'],
      ['plans', 'id', 'cost'],
    ],
  ],
  [
    'the columns that are not hidden',
    hide('resource.name == "pay"'),
    [
      ['people', 'id'],
      ['plans', 'id', 'cost'],
    ],
  ],
  ['no table of which every column is hidden', hide('resource.object == "plans"'), [['people', 'id', 'pay']]],
  ['nothing where every column of both is', hide('true'), 'Policies do not let its holder read it now.'],
])('a source is given %s', async (_, text, expected) => expect(await given(text)).toEqual(expected))
