// Runs Meilisearch until the supervisor's pipe to us closes: when it stops, or when it was killed.
import { spawn } from 'node:child_process'

const [program, port, folder] = process.argv.slice(2)
const { MEILI_KEY, PATH, HOME, TMPDIR } = process.env
// A newer program takes over the files of an older one; which of the two names it knows hangs on its version.
const upgrade = { MEILI_UPGRADE_DB: 'true', MEILI_EXPERIMENTAL_DUMPLESS_UPGRADE: 'true' }
const settings = { MEILI_MASTER_KEY: MEILI_KEY, MEILI_ENV: 'production', MEILI_NO_ANALYTICS: 'true', ...upgrade }
const args = ['--http-addr', `127.0.0.1:${port}`, '--db-path', 'data']
const child = spawn(program, args, { cwd: folder, env: { ...settings, PATH, HOME, TMPDIR }, stdio: ['ignore', 1, 2] })

child.on('exit', (status) => process.exit(status ?? 1))
child.on('error', () => process.exit(1))
const end = () => child.kill('SIGTERM')
process.stdin.on('end', end).on('error', end).resume()
process.on('SIGTERM', end)
