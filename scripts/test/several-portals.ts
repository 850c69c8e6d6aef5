import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startInngest } from '@/jobs/trial/inngest-server'
import { freePort, newKeys } from '@/jobs/trial/world'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { once } from '../sql'
import { build } from '../start/build'
import { tail } from '../start/child'
import { type Portal, startPortal } from './portal'
import { type Answer, restOver } from './rest-client'
import { type RoundRobin, roundRobin } from './round-robin'
import { SearchServer } from './search-server'
import { makeInstallation } from './small-installation'

const payroll = `apiVersion: v1.0.0
kind: DataProduct
id: payroll
status: draft
name: Payroll orders
version: 1.0.0
domain: sales
tags: [secret]
description: { purpose: Who is paid for which orders }
outputPorts: [{ name: all, version: 1.0.0, contractId: payroll-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: payroll-contract
version: 1.0.0
servers: [{ server: shop-files, type: custom }]
schema:
  - name: orders
    physicalName: orders.csv
    properties: [{ name: no }]`
/** What is marked secret is found by owners alone. */
export const secretsAreOwners = `forbid (principal, action == Action::"discover", resource is Product)
when { resource.tags.contains("secret") } unless { principal.role == "owner" };`

export type Who = 'owner' | 'member'

/**
 * Two portals on a PostgreSQL that neither started, each with a data folder of its own; snapshots and files are shared. Their jobs run
 * on our own runners, or on the Inngest server given; searches on a Meilisearch where there is one.
 */
export class SeveralPortals {
  private constructor(
    readonly folder: string,
    readonly live: Awaited<ReturnType<typeof makeInstallation>>,
    private readonly tokens: Record<Who, string>,
    private readonly settings: Record<string, string>,
    readonly proxy: RoundRobin,
    private readonly ports: number[],
    readonly portals: Portal[],
    private readonly others: { stop(): Promise<void> }[],
  ) {}

  static async start(inngestServer: string | undefined): Promise<SeveralPortals> {
    await build()
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-several-'))
    fs.chmodSync(folder, 0o711) // root's PostgreSQL runs as another user
    const live = await makeInstallation(folder)
    const tokens = await furnish(live)
    const ports = [await freePort(), await freePort()]
    const proxy = await roundRobin(ports)
    const keys = newKeys()
    const inngest = inngestServer ? await startInngest(inngestServer, keys) : null
    const search = await SearchServer.start()
    if (typeof search === 'string') console.log(`SKIPPED: searches on Meilisearch, for ${search}; PostgreSQL answers.`)
    const settings = {
      DATABASE_URL: live.cluster.url('stoa'),
      STOA_SECRET_KEY: process.env.STOA_SECRET_KEY!,
      STORAGE_URL: `file:${folder}/storage`,
      STOA_FILES_ROOT: `${folder}/files`,
      STOA_ORIGIN: proxy.address,
      STOA_TRUST_PROXY: 'true',
      INNGEST_SIGNING_KEY: keys.signingKey,
      INNGEST_EVENT_KEY: keys.eventKey,
      ...(inngest && { INNGEST_BASE_URL: inngest.url, JOB_APP_URL: `${proxy.address}/api/inngest` }),
      ...(typeof search !== 'string' && { MEILI_URL: search.url, MEILI_KEY: search.key }),
    }
    const start = (port: number, n: number) => startPortal(path.join(folder, `portal-${n}`), port, settings)
    const portals = await Promise.all(ports.map(start))
    const others = [inngest, typeof search === 'string' ? null : search].filter((one) => one !== null)
    return new SeveralPortals(folder, live, tokens, settings, proxy, ports, portals, others)
  }

  /** A call of somebody's, by the proxy unless it is said which portal. */
  call = (who: Who, method: string, route: string, body?: unknown, at = this.proxy.address): Promise<Answer> =>
    restOver(at, this.tokens[who], method, route, { body })

  sql = <Row extends object>(text: string, values: unknown[] = []) =>
    once<Row & Record<string, unknown>>(this.live.cluster.url('stoa'), text, values)

  /** Starts a portal that was killed again, where it was. */
  async restart(n: number): Promise<void> {
    this.portals[n] = await startPortal(this.portals[n]!.folder, this.ports[n]!, this.settings)
  }

  /** Which portal works on a run: the one whose folder holds what it writes; -1 for none. */
  workerOf = (run: string): number =>
    this.portals.findIndex(({ folder }) => fs.existsSync(path.join(folder, 'work', run)))

  /** The last that each portal wrote into its log. */
  said = (): string =>
    this.portals.map(({ folder }) => `${folder}\n${tail(path.join(folder, 'logs', 'portal.log'), 20)}`).join('\n')

  async stop(): Promise<void> {
    await Promise.all(this.portals.map((portal) => portal.stop()))
    this.proxy.close()
    for (const other of this.others) await other.stop()
    await closeDatabase()
    await this.live.cluster.stop()
    fs.rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A second product, which only owners find, and a token for each of the two people. */
async function furnish({ owner, member, scope }: Awaited<ReturnType<typeof makeInstallation>>) {
  await product.save(owner, { slug: 'payroll', written: product.readDocuments({ yaml: payroll }) })
  await product.publish(owner, { slug: 'payroll' })
  await policy.load(scope)
  await policy.save(owner, { text: secretsAreOwners })
  const tokenOf = async (actor: tenancy.Actor, scopes: tenancy.Actor['scopes']) =>
    (await tenancy.createToken(actor, { name: 'several', scopes: scopes ?? [] })).token
  return {
    owner: await tokenOf(owner, ['read', 'request', 'manage', 'admin']),
    member: await tokenOf(member, ['read', 'request']),
  }
}
