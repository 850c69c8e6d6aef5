import path from 'node:path'
import { z } from 'zod'

/** The settings a process of Stoa reads; docs/settings.md explains each. */
const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** The address people use, when a proxy stands before us; never taken from a request. */
  STOA_ORIGIN: z.url().optional(),
  STOA_DATA_DIR: z.string().default('.stoa'),
  STOA_FILES_ROOT: z.string().optional(),
  STOA_FILES_ORG: z.string().optional(),
  /** Where the database is (host, port, name); each role adds its own sign-in. */
  STOA_DATABASE_URL: z.string().optional(),
  /** 32 bytes as hex or base64; seals secrets and derives what processes share. */
  STOA_SECRET_KEY: z.string().optional(),
  STOA_ROOT_TOKEN: z.string().min(24).optional(),
  /** Where mail leaves: smtp://user:password@host:587 or smtps://…; without it none does. */
  SMTP_URL: z
    .url()
    .regex(/^smtps?:/, 'must begin with smtp: or smtps:')
    .optional(),
  SMTP_FROM: z.string().optional(),
  STOA_NET_ALLOW: z.string().optional(),
  STOA_DEMO_SOURCE: z.string().optional(),
  STORAGE_URL: z.string().optional(),
  /** Set by who runs a proxy that overwrites X-Forwarded-For. */
  STOA_TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  AUTH_OIDC_ISSUER: z.url().optional(),
  AUTH_OIDC_CLIENT_ID: z.string().optional(),
  AUTH_OIDC_CLIENT_SECRET: z.string().optional(),
  AUTH_OIDC_NAME: z.string().default('Single sign-on'),
  /** A Meilisearch server that answers searches; without it PostgreSQL does. */
  MEILI_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Its master key, of which keys of less right are made, or one that may write and search. */
  MEILI_KEY: z.string().optional(),
  INNGEST_BASE_URL: z.url().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  /** Where whatever runs the jobs calls us, /api/inngest at the end. */
  JOB_APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  JOB_PORT: z.coerce.number().int().optional(),
})
export type Env = z.infer<typeof settings>

let read: Env | undefined

/** The validated settings; throws one sentence that names each wrong one. */
export function env(): Env {
  if (read) return read
  const result = settings.safeParse(process.env)
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new Error(`These settings are wrong: ${faults.join('; ')}. See docs/settings.md.`)
  }
  read = result.data
  return read
}

/** Forgets what was read, for a process that changes its own settings (tests, the supervisor). */
export const rereadEnv = (): void => {
  read = undefined
}

/** The address of the portal as people reach it; never built from a request's Host header. */
export const origin = (): string => {
  const { STOA_ORIGIN, HOST, PORT } = env()
  if (STOA_ORIGIN) return new URL(STOA_ORIGIN).origin
  return `http://${HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST}:${PORT}`
}

/** A place in the data folder, as an absolute path. */
export const dataPath = (...parts: string[]): string => path.resolve(env().STOA_DATA_DIR, ...parts)
