import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from '../refusal'
import { step } from './step'

const record = 'dist/.built.json'
const tested = /\.(test|spec)\.tsx?$/

/** A hash over files and folders: names and contents, tests left out. */
function hashOf(...places: string[]): string {
  const hash = createHash('sha256')
  const add = (file: string) => {
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat?.isDirectory()) for (const name of fs.readdirSync(file).sort()) add(path.join(file, name))
    else if (stat && !tested.test(file)) hash.update(`${file}\0`).update(fs.readFileSync(file))
  }
  for (const place of places) add(place)
  return hash.digest('hex')
}

const server = ['server', 'jobs', 'package-lock.json', 'tsconfig.json', 'prisma/schema']
const portalFiles = ['next.config.ts', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts']
const parts = [
  {
    name: 'client',
    title: 'Generating the database client',
    sources: () => hashOf('prisma/schema', 'prisma.config.ts', 'package-lock.json'),
    made: 'prisma/generated/client.ts',
    make: () => run('node_modules/prisma/build/index.js', 'generate'),
  },
  {
    name: 'children',
    title: 'Building the worker processes',
    sources: () => hashOf(...server, 'scripts/build-children.ts'),
    made: 'dist/compute-worker.mjs',
    make: () => run('--import', 'tsx', 'scripts/build-children.ts'),
  },
  {
    name: 'portal',
    title: 'Building the portal',
    sources: () => hashOf(...server, 'app', 'components', 'public', ...portalFiles),
    made: '.next/BUILD_ID',
    make: () => run('scripts/start/next.mjs', 'build'),
  },
]

/** Builds what has changed since it was last built, leaving out the parts named; `next dev` builds the portal by itself. */
export async function build(without: (typeof parts)[number]['name'][] = []): Promise<void> {
  const built = readRecord()
  for (const { name, title, sources, made, make } of parts) {
    if (without.includes(name)) continue
    const hash = sources()
    if (built[name] === hash && fs.existsSync(made)) continue
    await step(title, make)
    built[name] = hash
    fs.mkdirSync('dist', { recursive: true })
    fs.writeFileSync(`${record}.new`, JSON.stringify(built))
    fs.renameSync(`${record}.new`, record)
  }
}

function readRecord(): Record<string, string> {
  try {
    return JSON.parse(fs.readFileSync(record, 'utf8'))
  } catch {
    return {}
  }
}

async function run(...args: string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' }
  try {
    await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-40).join('\n')
    throw new Refusal(`The build failed:\n${said || message}`)
  }
}
