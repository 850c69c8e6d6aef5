import { z } from 'zod'
import { type OrgScope, withOrg } from '@/server/platform/db'

const groups = z.array(z.array(z.string()))

/** What means the same in an organisation; none where nobody said. */
export const readSynonyms = (scope: OrgScope): Promise<string[][]> =>
  withOrg(scope, async (tx) => {
    const row = await tx.catalogSynonyms.findUnique({ where: { orgId: scope.orgId } })
    return row ? groups.parse(row.groups) : []
  })

export const writeSynonyms = (scope: OrgScope, written: string[][]): Promise<unknown> =>
  withOrg(scope, (tx) =>
    tx.catalogSynonyms.upsert({
      where: { orgId: scope.orgId },
      create: { orgId: scope.orgId, groups: written },
      update: { groups: written },
    }),
  )
