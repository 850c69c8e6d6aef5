import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildChildren } from '../build-children'
import { applyMigrations, migrate, migrationsHash } from '../migrate'
import { type Cluster, startPostgres } from '../postgres'
import { once } from '../sql'

// Nothing in a test run outlives it, so nothing is forced to disk.
export const flags = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
const TEMPLATES_KEPT = 2

/** One real PostgreSQL for the whole run, migrated, in a folder of its own; runs beside each other do not meet. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-test-'))
  let cluster: Cluster | undefined
  const teardown = async () => {
    await cluster?.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    execFileSync('cp', ['-a', `${await template()}/.`, folder])
    cluster = await startPostgres(folder, { flags })
    const filesRoot = path.join(folder, 'files')
    fs.mkdirSync(filesRoot)
    Object.assign(process.env, {
      STOA_DATABASE_URL: `postgres://127.0.0.1:${cluster.port}/stoa`,
      STOA_OWNER_DATABASE_URL: cluster.url('stoa'),
      STOA_SECRET_KEY: '5a'.repeat(32),
      STOA_DATA_DIR: folder,
      STOA_FILES_ROOT: filesRoot,
    })
    await migrate(cluster.url('stoa'))
    // A copy apart, for a test that runs the product's own jobs: its runner must not take the other tests' events.
    await Promise.all([once(cluster.url('postgres'), 'create database stoa_apart template stoa'), buildChildren()])
    return teardown
  } catch (error) {
    await teardown()
    throw error
  }
}

/** A stopped, migrated cluster to copy: migrating takes seconds, copying a moment. */
export async function template(): Promise<string> {
  const store = path.join(os.tmpdir(), `stoa-test-templates-${os.userInfo().uid}`)
  fs.mkdirSync(store, { recursive: true, mode: 0o711 })
  const ready = path.join(store, migrationsHash())
  if (fs.existsSync(ready)) return ready
  const making = fs.mkdtempSync(path.join(store, 'making-'))
  let cluster: Cluster | undefined
  try {
    cluster = await startPostgres(making, { flags })
    await cluster.createDatabase('stoa')
    await applyMigrations(cluster.url('stoa'))
    await cluster.stop()
    // Another run may have been first: its copy is as good.
    if (!fs.existsSync(ready)) fs.renameSync(making, ready)
  } catch (error) {
    await cluster?.stop()
    throw error
  } finally {
    fs.rmSync(making, { recursive: true, force: true })
  }
  dropOldTemplates(store)
  return ready
}

function dropOldTemplates(store: string) {
  const age = (name: string) => fs.statSync(path.join(store, name)).mtimeMs
  const made = fs.readdirSync(store).filter((name) => !name.startsWith('making-'))
  for (const name of made.sort((a, b) => age(b) - age(a)).slice(TEMPLATES_KEPT)) {
    fs.rmSync(path.join(store, name), { recursive: true, force: true })
  }
}
