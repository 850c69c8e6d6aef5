// Makes the archive that later migrations prove themselves on, by the command that people use. Run by hand, when there is reason for
// another one: node --import tsx scripts/test/make-upgrade-archive.ts <file>
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { closeDatabase } from '@/server/platform/db'
import { holdFolder } from '../start/lock'
import { runCopy } from './copy-command'
import { makeInstallation } from './small-installation'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stoa-upgrade-'))
fs.chmodSync(folder, 0o711)
try {
  const { cluster } = await makeInstallation(folder)
  const release = await holdFolder(folder, 'http://nowhere')
  const { status, said } = await runCopy('--backup', folder, path.resolve(process.argv[2] ?? 'upgrade.backup'))
  console.log(said)
  process.exitCode = status
  await closeDatabase()
  release()
  await cluster.stop()
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
