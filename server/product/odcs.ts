import { z } from 'zod'
import { context } from './odcs-context'
import { authoritativeDefinitions, customProperties, stableId, tags } from './odcs-quality'
import { schemaObject } from './odcs-schema'
import { role, server } from './odcs-server'
import { chosen, date, dateTime, scalar } from './shape'

/** A data contract as ODCS 3.2 describes it; held to the official JSON Schema by a differential test. */

const teamMember = z.strictObject({
  id: stableId.optional(),
  username: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  role: z.string().optional(),
  dateIn: date.optional(),
  dateOut: date.optional(),
  replacedByUsername: z.string().optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
})

const team = z.strictObject({
  id: stableId.optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  members: z.array(teamMember).optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
})

const supportItem = z.strictObject({
  id: stableId.optional(),
  channel: z.string(),
  url: z.string().optional(),
  description: z.string().optional(),
  tool: z.string().optional(),
  scope: z.string().optional(),
  invitationUrl: z.string().optional(),
  customProperties: customProperties.optional(),
})

const price = z.strictObject({
  id: stableId.optional(),
  priceAmount: z.number().optional(),
  priceCurrency: z.string().optional(),
  priceUnit: z.string().optional(),
})

const serviceLevel = z.strictObject({
  id: stableId.optional(),
  property: z.string(),
  value: scalar,
  valueExt: scalar.optional(),
  unit: z.string().optional(),
  element: z.string().optional(),
  driver: z.string().optional(),
  description: z.string().optional(),
  scheduler: z.string().optional(),
  schedule: z.string().optional(),
  customProperties: customProperties.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
})

/** The standard leaves a contract's description open, so foreign keys pass. */
const description = z.looseObject({
  usage: z.string().optional(),
  purpose: z.string().optional(),
  limitations: z.string().optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  customProperties: customProperties.optional(),
})

export const contractVersions = [
  'v3.2.0',
  'v3.1.0',
  'v3.0.2',
  'v3.0.1',
  'v3.0.0',
  'v2.2.2',
  'v2.2.1',
  'v2.2.0',
] as const

export const odcs = z.strictObject({
  version: z.string(),
  kind: z.literal('DataContract', 'must be DataContract'),
  apiVersion: z.enum(contractVersions),
  id: z.string(),
  name: z.string().optional(),
  tenant: z.string().optional(),
  tags: tags.optional(),
  status: z.string().optional(),
  servers: z.array(server).optional(),
  dataProduct: z.string().optional(),
  description: description.optional(),
  domain: z.string().optional(),
  context: context.optional(),
  schema: z.array(schemaObject).optional(),
  support: z.array(supportItem).optional(),
  price: price.optional(),
  team: chosen((value) => (Array.isArray(value) ? z.array(teamMember) : team)).optional(),
  roles: z.array(role).optional(),
  slaDefaultElement: z.string().optional(),
  slaProperties: z.array(serviceLevel).optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  customProperties: customProperties.optional(),
  contractCreatedTs: dateTime.optional(),
})
