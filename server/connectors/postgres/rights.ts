import type pg from 'pg'
import type { Host, Provisionable } from '../connector'
import type { Config } from './config'
import { provision, revoke, rotate } from './right-give'
import { probeGiven, probeGone } from './right-probe'

/** What a signed-in client does with rights. A view's text is compared, so that names in it must always be written alike. */
export function rightsOf(client: pg.Client, config: Config, host: Host): Provisionable {
  const plainly = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query('set search_path = pg_catalog')
    try {
      return await work()
    } finally {
      await client.query('reset search_path').catch(() => undefined)
    }
  }
  return {
    provision: (grant) => plainly(() => provision(client, grant)),
    probe: (grant, expected) =>
      plainly(() => (expected === 'given' ? probeGiven : probeGone)(client, grant, config, host)),
    revoke: (grant, { forGood }) => plainly(() => revoke(client, grant, forGood)),
    rotate: (grant) => plainly(() => rotate(client, grant, config)),
  }
}
