import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DeliveringSource, deliveringSource } from '@/prisma/seed/delivering-source'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { chance, seed, times } from '@/scripts/test/chance'
import { closeDatabase } from '@/server/platform/db'
import * as access from '.'

/** Kills while a grant is given, and as many while one is taken back. */
const kills = times(3, 60)
/** The longest that a worker is let live once it is up, in ms: a little longer than the whole takes. */
const longest = 350
const random = chance(seed)
let a: Tenant
let there: DeliveringSource

beforeAll(async () => {
  ;({ a } = await twoTenants())
  there = await deliveringSource(a, 'source_delivery_kills')
})
afterAll(async () => {
  await there?.source.close()
  await closeDatabase()
})

/** Another process does the work and is killed after a while; answers whether it was done by then. */
async function beginAndKill(work: 'deliverGrant' | 'removeDelivery', grant: string): Promise<boolean> {
  const code = `
    import { mintScope } from '@/server/platform/db'
    import * as access from '@/server/access'
    await access.getGrant(mintScope(${JSON.stringify(a.scope.orgId)}), ${JSON.stringify(grant)})
    console.log('up')
    await access.${work}(mintScope(${JSON.stringify(a.scope.orgId)}), ${JSON.stringify(grant)})
    console.log('done')`
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  worker.stdout.on('data', (words) => {
    said += words
  })
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  for (const end = Date.now() + 60_000; !said.includes('up'); await sleep(5))
    if (Date.now() > end) throw new Error('the worker did not begin')
  await sleep(random() * longest)
  worker.kill('SIGKILL')
  await ended
  return said.includes('done')
}

/** The server notices a dead client when it next speaks to it, and rolls back then. */
const settled = async <T>(look: () => Promise<T>, wanted: T): Promise<T> => {
  for (let n = 0; ; n++) {
    const found = await look().catch((error) => {
      if (n > 20) throw error
      return undefined
    })
    if (found === wanted || n > 20) return found as T
    await sleep(200)
  }
}
const ours = async () =>
  (
    await there.source.asSuperuser(
      `select rolname::text as name from pg_roles where rolname like 'stoa\\_grt\\_%' or rolname like 'stoa\\_login\\_%' or rolname like 'stoa\\_proof\\_%'
       union all select relname from pg_class where relnamespace = to_regnamespace('stoa_grants') and relkind = 'v'`,
    )
  ).rows.map(({ name }) => name as string)

test(
  `a worker killed while it gives or takes a grant leaves what the next one finishes (STOA_TEST_SEED=${seed})`,
  async () => {
    const broken = { given: 0, taken: 0 }
    for (let n = 0; n < kills; n++) {
      const id = await there.granted(a.member)
      if (!(await beginAndKill('deliverGrant', id))) broken.given++
      expect(await settled(() => access.watchGrant(a.scope, id), 'active')).toBe('active')
      const made = await access.rotateCredentials(a.member, id)
      expect((await there.source.as(made, made.statements[0]!)).rowCount).toBe(3)
      await access.revoke(a.member, { id })
      if (!(await beginAndKill('removeDelivery', id))) broken.taken++
      expect(await settled(() => access.watchGrant(a.scope, id), 'ended')).toBe('ended')
      await expect(there.source.as(made, made.statements[0]!)).rejects.toThrow()
      expect(await ours()).toEqual([])
    }
    console.log(
      `${kills} grants: ${broken.given} broke off while given, ${broken.taken} while taken back; all converged`,
    )
  },
  times(180_000, 1_800_000),
)

test('a grant that is revoked while it is given, by workers of both kinds at once, ends closed', async () => {
  for (let n = 0; n < times(4, 100); n++) {
    const id = await there.granted(a.member)
    // One may meet what the other takes away at that moment, and fails then; jobs try again.
    const giving = Promise.allSettled([access.deliverGrant(a.scope, id), access.deliverGrant(a.scope, id)])
    await sleep(random() * 120)
    await access.revoke(a.member, { id })
    await Promise.allSettled([giving, access.removeDelivery(a.scope, id), access.removeDelivery(a.scope, id)])
    expect(await settled(() => access.watchGrant(a.scope, id), 'ended')).toBe('ended')
    expect(await ours()).toEqual([])
  }
}, 600_000)
