import { z } from 'zod'
import { customProperties, stableId } from './odcs-quality'
import { chosen, isMap, uri } from './shape'

/** Server entries of ODCS 3.2. Stoa reads only `server` (the connection's name); the rest is held to the standard and kept. */

const port = z.union([z.number().refine(Number.isInteger), z.string()], 'must be a whole number or text')

/** Fields by type, `!` marks the required ones; `location` and its kin are addresses wherever they appear but in two places. */
const fieldsByType: Record<string, string> = {
  api: 'location!',
  athena: 'stagingDir:uri schema! catalog regionName workgroup',
  azure: 'location! format! encoding delimiter',
  bigquery: 'project! dataset!',
  btrieve: 'host! port database!',
  clickhouse: 'host! port! database!',
  databricks: 'host catalog! schema!',
  denodo: 'host! port! database',
  dremio: 'host! port! schema',
  duckdb: 'database! schema',
  exasol: 'host! port schema',
  fastobjects: 'database! host port',
  glue: 'account! database! location format encoding',
  hana: 'host! port database schema',
  cloudsql: 'host! port! database! schema!',
  db2: 'host! port! database! schema',
  hive: 'host! port database!',
  iceberg: 'catalog! catalogUrl:uri! namespace warehouse',
  impala: 'host! port database!',
  informix: 'host! port database!',
  ingres: 'database! host! port',
  kafka: 'host! format encoding',
  kinesis: 'region format encoding',
  local: 'path! format! encoding',
  mysql: 'host! port! database!',
  oracle: 'host! port! serviceName!',
  poet: 'database! host port',
  postgresql: 'host! port! database! schema!',
  postgres: 'host! port! database! schema!',
  presto: 'host! catalog schema',
  pubsub: 'project!',
  redshift: 'host database! schema! region account',
  s3: 'location! endpointUrl:uri format encoding delimiter',
  sftp: 'location:sftp! format encoding delimiter',
  snowflake: 'host port account! database! schema! warehouse',
  sqlserver: 'host! port database! schema!',
  synapse: 'host! port! database!',
  teradata: 'host! port database!',
  trino: 'host! port! catalog! schema!',
  vectorwise: 'database! host! port',
  versant: 'database! host port',
  vertica: 'host! port! database! schema!',
  zen: 'host! port database!',
  custom:
    'account catalog database dataset delimiter endpointUrl:uri format encoding host location path port project region regionName schema serviceName stagingDir warehouse stream',
}

export const role = z.strictObject({
  id: stableId.optional(),
  role: z.string(),
  description: z.string().optional(),
  access: z.string().optional(),
  firstLevelApprovers: z.string().optional(),
  secondLevelApprovers: z.string().optional(),
  customProperties: customProperties.optional(),
})

const common = {
  id: stableId.optional(),
  server: z.string(),
  type: z.string().refine((type) => Object.hasOwn(fieldsByType, type), 'must be a server type of ODCS, such as custom'),
  description: z.string().optional(),
  environment: z.string().optional(),
  roles: z.array(role).optional(),
  customProperties: customProperties.optional(),
}

function fieldShape(name: string, kind: string | undefined) {
  if (name === 'port') return port
  if (kind === 'sftp') return uri.refine((text) => text.startsWith('sftp://'), 'must start with sftp://')
  return kind === 'uri' || name === 'location' ? uri : z.string()
}

const shapes = Object.fromEntries(
  Object.entries(fieldsByType).map(([type, fields]) => {
    const own = fields.split(' ').map((field) => {
      const [name, kind] = field.replace('!', '').split(':') as [string, string | undefined]
      const shape = fieldShape(name, kind)
      return [name, field.endsWith('!') ? shape : shape.optional()] as const
    })
    return [type, z.strictObject({ ...common, ...Object.fromEntries(own) })]
  }),
)
const untyped = z.strictObject(common)

/** One server entry, held to the fields of its type. */
export const server = chosen((value) => {
  const type = isMap(value) ? value.type : undefined
  return (typeof type === 'string' && Object.hasOwn(shapes, type) && shapes[type]) || untyped
})
