import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { type OrgScope, withOrg } from './db'
import { env } from './env'
import { AppError } from './errors'

// Envelopes: each organisation has data keys of its own; the installation's key seals those and nothing else. A sealed text is
// `v1.<data key version>.<iv>.<tag>.<ciphertext>` (AES-256-GCM, 96-bit iv), bound to its organisation as additional data.

const b64 = (bytes: Buffer): string => bytes.toString('base64url')

function encrypt(key: Buffer, plain: Buffer, bound: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return [b64(iv), b64(cipher.getAuthTag()), b64(body)].join('.')
}

function decrypt(key: Buffer, sealed: string, bound: string): Buffer {
  const [iv, tag, body] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'))
  if (!iv || !tag || !body || tag.length !== 16) throw new AppError('internal', 'A sealed value is damaged.')
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch (cause) {
    throw new AppError('internal', 'A sealed value cannot be opened: it was sealed with another key.', { cause })
  }
}

/** The installation's key for one purpose, 32 bytes, derived from STOA_SECRET_KEY. */
export function derivedKey(purpose: string): Buffer {
  const key = env().STOA_SECRET_KEY
  if (!key) throw new Error('STOA_SECRET_KEY is not set; `npm start` makes one.')
  return Buffer.from(hkdfSync('sha256', key, 'stoa', purpose, 32))
}

const wrapBound = (orgId: string, version: number) => `data key ${orgId} ${version}`
const cache = new Map<string, Buffer>()

async function dataKey(scope: OrgScope, version?: number): Promise<{ version: number; key: Buffer }> {
  const known = version !== undefined && cache.get(`${scope.orgId} ${version}`)
  if (known) return { version, key: known }
  const row = await withOrg(scope, async (tx) => {
    const newest = () => tx.orgKey.findFirst({ where: { version }, orderBy: { version: 'desc' } })
    const found = await newest()
    if (found || version !== undefined) return found
    await addDataKey(scope)
    return newest()
  })
  if (!row) throw new AppError('internal', `The data key ${version} of this organisation is gone.`)
  const key = decrypt(derivedKey('data keys'), row.sealed, wrapBound(scope.orgId, row.version))
  cache.set(`${scope.orgId} ${row.version}`, key)
  return { version: row.version, key }
}

/** Adds a new data key to an organisation: it seals from now on, older ones still open what they sealed. */
export async function addDataKey(scope: OrgScope): Promise<number> {
  return withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`data key ${scope.orgId}`}))`
    const last = await tx.orgKey.aggregate({ _max: { version: true } })
    const version = (last._max.version ?? 0) + 1
    const sealed = encrypt(derivedKey('data keys'), randomBytes(32), wrapBound(scope.orgId, version))
    await tx.orgKey.createMany({ data: { orgId: scope.orgId, version, sealed } })
    return version
  })
}

/** Seals a text for one organisation. */
export async function seal(scope: OrgScope, plain: string): Promise<string> {
  const { version, key } = await dataKey(scope)
  return `v1.${version}.${encrypt(key, Buffer.from(plain), `${scope.orgId} ${version}`)}`
}

/** Opens what `seal` sealed for the same organisation; throws internal when it is damaged or another's. */
export async function open(scope: OrgScope, sealed: string): Promise<string> {
  const [, version, body] = /^v1\.(\d+)\.(.+)$/.exec(sealed) ?? []
  if (!version || !body) throw new AppError('internal', 'A sealed value is damaged.')
  const { key } = await dataKey(scope, Number(version))
  return decrypt(key, body, `${scope.orgId} ${version}`).toString()
}

/** Hex SHA-256 of a text; what is kept of tokens and invitation codes. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A new secret people carry: `stoa_<kind>_` and 256 bits of chance. */
export const randomToken = (kind: string): string => `stoa_${kind}_${randomBytes(32).toString('base64url')}`

/** Whether two secrets are the same, in a time that does not depend on where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(sha256(a), 'hex'), Buffer.from(sha256(b), 'hex'))
