import { z } from 'zod'
import { anything, date, dateTime, isMap, uri } from './shape'

/** A data product as ODPS 1.0.0 describes it. Documents of a later 1.x are read by the same rules, with new keys kept. */

type Fields = Record<string, z.ZodType>
type Build = (fields: Fields) => z.ZodType

const laterApi = /^v1\.(\d{1,4})\.(\d{1,4})$/
const isLater = (apiVersion: unknown) =>
  typeof apiVersion === 'string' && laterApi.test(apiVersion) && apiVersion !== 'v1.0.0'

function productShape(map: Build, apiVersion: z.ZodType) {
  const text = z.string().optional()
  const tags = z.array(z.string()).optional()
  const customProperties = z.array(map({ property: z.string(), value: anything, description: text })).optional()
  const authoritativeDefinitions = z.array(map({ type: z.string(), url: uri, description: text })).optional()
  const marks = { tags, customProperties, authoritativeDefinitions }
  const inputPort = map({ name: z.string(), version: z.string(), contractId: z.string(), ...marks })
  const outputPort = map({
    name: z.string(),
    version: z.string(),
    description: text,
    type: text,
    contractId: text,
    sbom: z.array(map({ type: text, url: uri })).optional(),
    inputContracts: z.array(map({ id: z.string(), version: z.string() })).optional(),
    ...marks,
  })
  const managementPort = map({
    name: z.string(),
    content: z.string(),
    type: text,
    url: uri.optional(),
    channel: text,
    description: text,
    ...marks,
  })
  const support = map({
    channel: z.string(),
    url: uri,
    description: text,
    tool: text,
    scope: text,
    invitationUrl: uri.optional(),
    ...marks,
  })
  const member = map({
    username: z.string(),
    name: text,
    description: text,
    role: text,
    dateIn: date.optional(),
    dateOut: date.optional(),
    replacedByUsername: text,
    ...marks,
  })
  return map({
    apiVersion,
    kind: z.literal('DataProduct', 'must be DataProduct'),
    id: z.string(),
    name: text,
    version: text,
    status: z.string(),
    domain: text,
    tenant: text,
    authoritativeDefinitions,
    description: map({
      purpose: text,
      limitations: text,
      usage: text,
      authoritativeDefinitions,
      customProperties,
    }).optional(),
    customProperties,
    tags,
    inputPorts: z.array(inputPort).optional(),
    outputPorts: z.array(outputPort).optional(),
    managementPorts: z.array(managementPort).optional(),
    support: z.array(support).optional(),
    team: map({ name: text, description: text, members: z.array(member).optional(), ...marks }).optional(),
    productCreatedTs: dateTime.optional(),
  })
}

/** ODPS 1.0.0 exactly, as the official JSON Schema has it. */
export const odps = productShape((fields) => z.strictObject(fields), z.enum(['v0.9.0', 'v1.0.0']))
const odpsLater = productShape((fields) => z.looseObject(fields), z.string().regex(laterApi))

/** The schema that a document asks for by its own `apiVersion`. */
export const odpsFor = (document: unknown) => (isMap(document) && isLater(document.apiVersion) ? odpsLater : odps)
