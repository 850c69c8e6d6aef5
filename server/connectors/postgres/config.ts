import { z } from 'zod'

export const config = z.strictObject({
  host: z
    .string()
    .min(1, 'is needed')
    .max(253)
    .regex(/^[A-Za-z0-9_.:[\]-]+$/, 'must be a host name or an address, not a path')
    .describe('Name or address of the server'),
  port: z.number().int().min(1).max(65_535).default(5432).describe('Port of the server'),
  database: z.string().min(1, 'is needed').max(63).describe('Name of the database'),
  user: z.string().min(1, 'is needed').max(63).describe('A user that may read, and best nothing else'),
  schemas: z
    .array(z.string().min(1).max(63))
    .max(100)
    .optional()
    .describe('Only these schemas; left out, all that the user may read'),
  tls: z.boolean().default(false).describe('Encrypt the connection and verify the server'),
  ca: z
    .string()
    .max(20_000)
    .optional()
    .describe('Certificate authority of the server, as PEM, if it is not a public one'),
  delivery: z
    .enum(['portal', 'source'])
    .default('portal')
    .describe(
      'source: grants may also be delivered into this database, as views and sign-ins of their own; the user then needs CREATEROLE',
    ),
})
export type Config = z.infer<typeof config>

export const secrets = z.strictObject({
  password: z.string().min(1, 'is needed').max(1_000).describe('Password of the user'),
})
export type Secrets = z.infer<typeof secrets>
