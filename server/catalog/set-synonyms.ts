import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { stillMatches } from '@/server/platform/etag'
import type { Actor } from '@/server/tenancy'
import { askReindex } from './ask-reindex'
import { getSynonyms } from './get-synonyms'
import type { Synonyms } from './schema'
import * as store from './store'
import { words } from './word'

/** Writes the whole list. What is published is found by it once it was described again, which begins at once. */
export async function setSynonyms(
  actor: Actor,
  { groups, ifMatch }: { groups: string[][]; ifMatch?: string },
): Promise<Synonyms> {
  const { scope } = actor
  const empty = groups.flatMap((group, n) => group.filter((one) => words(one).length === 0).map(() => n))[0]
  if (empty !== undefined)
    throw invalid('A synonym needs a letter or a digit to be found by.', [
      { path: `groups.${empty}`, message: 'must hold words' },
    ])
  return withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`synonyms ${scope.orgId}`}, 0))`
    const before = await getSynonyms(scope)
    if (!stillMatches(ifMatch, before.etag))
      throw conflict('The synonyms have changed since you read them: read them again, then make your change.')
    await store.writeSynonyms(scope, groups)
    const after = await getSynonyms(scope)
    if (after.etag === before.etag) return before
    await askReindex(scope)
    await audit.record(scope, {
      actor: actor.principal.id,
      action: 'synonyms.changed',
      resource: { type: 'organisation', id: scope.orgId },
      detail: { groups: groups.length, before: before.groups.length },
      requestId: actor.requestId,
    })
    return after
  })
}
