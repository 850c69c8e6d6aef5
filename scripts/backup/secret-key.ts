import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { rereadEnv } from '@/server/platform/env'

/** The installation's secret key as its processes have it: from the settings, else kept in the data folder. */
export function takeSecretKey(folder: string): string | null {
  const file = path.join(folder, 'keys.json')
  const kept = fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, 'utf8')) as { secret: string }).secret
    : undefined
  process.env.STOA_SECRET_KEY ||= kept ?? ''
  rereadEnv()
  return process.env.STOA_SECRET_KEY || null
}

/** Says nothing about the key but whether another one is the same. */
export const keyCheckOf = (key: string): string => createHmac('sha256', key).update('stoa backup').digest('hex')
