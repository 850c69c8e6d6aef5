import * as ingestion from '@/server/ingestion'
import { conflict } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import type { Asked, Doing } from './adjustment-doing'
import { listSources } from './list-sources'

/** What the port shows is copied from its sources once more. */
export async function prepareRerun(actor: Actor, { incident }: Asked): Promise<Doing> {
  const { scope } = actor
  const sources = await listSources(scope, incident)
  for (const { connectionId, refs } of sources) {
    const { items } = await ingestion.listAssets(scope, connectionId, { refs, limit: refs.length })
    const gone = refs.find((ref) => !items.some((item) => item.ref === ref))
    if (gone !== undefined)
      throw conflict(`Its source does not show ${gone} any more, so that it cannot be read again.`)
  }
  if (sources.length === 0) throw conflict(`${incident.port} shows nothing that could be read again.`)
  return {
    commit: async () => {
      const runs: string[] = []
      for (const { connectionId, refs } of sources)
        runs.push(await ingestion.requestSync(actor, connectionId, { assets: refs }))
      return { runs }
    },
  }
}
