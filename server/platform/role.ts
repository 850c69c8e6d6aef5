import { createHmac } from 'node:crypto'
import { env } from './env'

/** The application's role, and those that may look across organisations, each at its own few columns. */
export type Role = 'app' | 'signin' | 'token' | 'root' | 'relay' | 'sealer' | 'executor'
export const roles: readonly Role[] = ['app', 'signin', 'token', 'root', 'relay', 'sealer', 'executor']

const secretKey = (): string => {
  const key = env().STOA_SECRET_KEY
  if (!key) throw new Error('STOA_SECRET_KEY is not set; `npm start` makes one.')
  return key
}

/** A role's database password: derived, so that every process with the key can sign in and none needs the owner's. */
export const rolePassword = (role: Role): string =>
  createHmac('sha256', secretKey()).update(`database role ${role}`).digest('base64url')

/** A role's connection string for the database at STOA_DATABASE_URL. */
export function roleUrl(role: Role): string {
  const place = env().STOA_DATABASE_URL
  if (!place) throw new Error('STOA_DATABASE_URL is not set; `npm start` sets it.')
  const url = new URL(place)
  url.username = `stoa_${role}`
  url.password = rolePassword(role)
  return url.href
}
