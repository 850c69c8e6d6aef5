import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

type Keys = { secret: string; signing: string; event: string }

/** The installation's keys: those in the settings, else those made at the first start and kept in the data folder. */
export function loadKeys(folder: string): void {
  const file = path.join(folder, 'keys.json')
  if (!fs.existsSync(file)) {
    const fresh: Keys = {
      secret: randomBytes(32).toString('hex'),
      signing: `signkey-prod-${randomBytes(32).toString('hex')}`,
      event: randomBytes(16).toString('hex'),
    }
    fs.writeFileSync(`${file}.new`, JSON.stringify(fresh), { mode: 0o600 })
    fs.renameSync(`${file}.new`, file)
  }
  const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as Keys
  process.env.STOA_SECRET_KEY ||= kept.secret
  process.env.INNGEST_SIGNING_KEY ||= kept.signing
  process.env.INNGEST_EVENT_KEY ||= kept.event
  // Would make the job runner's SDK accept unsigned calls.
  delete process.env.INNGEST_DEV
}
