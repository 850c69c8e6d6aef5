import type { Operator } from './odcs-quality'
import type { LogicalType } from './odcs-schema'

/** The parts of valid ODPS and ODCS documents that Stoa itself reads; everything else is only kept. */

export type CustomProperty = { property: string; value: unknown }

export type QualityRule = Partial<Record<Operator, unknown>> & {
  id?: string
  name?: string
  description?: string
  type?: 'text' | 'library' | 'sql' | 'custom'
  metric?: 'nullValues' | 'missingValues' | 'invalidValues' | 'duplicateValues' | 'rowCount'
  arguments?: Record<string, unknown>
  query?: string
  unit?: string
  severity?: string
  dimension?: string
  customProperties?: CustomProperty[]
}

export type Relationship = { from?: string | string[]; to: string | string[] }

export type Property = {
  id?: string
  name: string
  physicalName?: string
  physicalType?: string
  logicalType?: LogicalType
  logicalTypeOptions?: Record<string, unknown>
  description?: string
  businessName?: string
  classification?: string
  required?: boolean
  unique?: boolean
  primaryKey?: boolean
  primaryKeyPosition?: number
  enum?: { value: string | number | boolean | null; label?: string }[]
  tags?: string[]
  relationships?: Relationship[]
  quality?: QualityRule[]
}

export type SchemaObject = {
  id?: string
  name: string
  physicalName?: string
  description?: string
  businessName?: string
  properties?: Property[]
  relationships?: Relationship[]
  quality?: QualityRule[]
}

export type Context =
  | string
  | {
      instructions?: string
      verifiedStatements?: { question: string; answer?: string }[]
      constraints?: { constraint: string }[]
    }

export type Contract = {
  id: string
  version: string
  name?: string
  description?: { usage?: string; purpose?: string; limitations?: string }
  servers?: { server: string; type: string }[]
  schema?: SchemaObject[]
  context?: Context
  slaProperties?: { property: string; value: unknown; unit?: string; element?: string }[]
  customProperties?: CustomProperty[]
}

export type OutputPort = {
  name: string
  version: string
  type?: string
  description?: string
  contractId?: string
  tags?: string[]
}

export type ProductDocument = {
  id: string
  name?: string
  version?: string
  status: string
  domain?: string
  description?: { purpose?: string; usage?: string; limitations?: string }
  tags?: string[]
  inputPorts?: { name: string; contractId: string }[]
  outputPorts?: OutputPort[]
  customProperties?: CustomProperty[]
  team?: { members?: { username: string; name?: string; role?: string }[] }
}

/** A product with the contracts that its output ports name. */
export type Documents = { product: ProductDocument; contracts: Contract[] }

/** The value of a custom property, if it is there. */
export const custom = (properties: CustomProperty[] | undefined, name: string): unknown =>
  properties?.find((entry) => entry.property === name)?.value
