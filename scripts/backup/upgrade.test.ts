import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import { closeDatabase, mintScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { migrationsHash, migrationsSeen } from '../migrate'
import { type Cluster, startPostgres } from '../postgres'
import { runCopy } from '../test/copy-command'
import { flags } from '../test/database'
import { actorOf, joinInstallation, people, rowsOf } from '../test/small-installation'

/** Made by an earlier Stoa, and never made again: whatever comes later must be able to take it over. */
const archive = 'scripts/test/earlier.backup'
let parent: string
let cluster: Cluster | undefined

beforeAll(() => {
  parent = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-earlier-'))
  fs.chmodSync(parent, 0o711) // root's PostgreSQL runs as another user
})
afterAll(async () => {
  await closeDatabase()
  await cluster?.stop()
  fs.rmSync(parent, { recursive: true, force: true })
})

it('what an earlier Stoa left is taken over: every later migration, its rows, its people, its audit', async () => {
  const folder = path.join(parent, 'data')
  const { status, said } = await runCopy('--restore', folder, path.resolve(archive))
  expect(status, said).toBe(0)
  cluster = await startPostgres(folder, { flags })
  joinInstallation(folder, cluster)
  expect(await migrationsSeen(cluster.url('stoa'))).toContain(migrationsHash())

  const { email, password } = people.owner
  const { orgId, memberId } = await tenancy.signIn({ email, password })
  const scope = mintScope(orgId)
  const owner = await actorOf(scope, memberId)
  expect(await rowsOf(owner)).toEqual([
    ['1', 'DE'],
    ['2', 'FR'],
    ['3', 'DE'],
  ])
  const { items } = await access.listGrants(scope, { limit: 10 })
  expect(items).toEqual([expect.objectContaining({ product: 'orders', asleepSince: expect.any(String) })])
  expect(await audit.verify(scope, 'system')).toMatchObject({ ok: true, head: expect.any(String) })
}, 240_000)
