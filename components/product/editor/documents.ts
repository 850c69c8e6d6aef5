import type { Model } from './yaml-model'

/** The parts of the documents that the form shows; anything may be missing while one types. */

export type Rule = Record<string, unknown> & { metric?: string; type?: string }
export type ColumnDoc = {
  name?: string
  physicalName?: string
  logicalType?: string
  description?: string
  classification?: string
  required?: boolean
  unique?: boolean
  primaryKey?: boolean
  enum?: { value: unknown }[]
  quality?: Rule[]
}
export type ObjectDoc = {
  name?: string
  physicalName?: string
  description?: string
  properties?: ColumnDoc[]
  quality?: Rule[]
}
export type ContextDoc = {
  instructions?: string
  verifiedStatements?: { question?: string; answer?: string }[]
  constraints?: { constraint?: string }[]
}
export type ContractDoc = {
  id?: string
  servers?: { server?: string }[]
  schema?: ObjectDoc[]
  context?: ContextDoc | string
}
export type PortDoc = { name?: string; version?: string; description?: string; contractId?: string }
export type ProductDoc = {
  name?: string
  version?: string
  domain?: string
  tags?: string[]
  description?: { purpose?: string; usage?: string; limitations?: string }
  outputPorts?: PortDoc[]
  team?: { members?: { username?: string; role?: string }[] }
}

const asMap = (value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
const asList = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]).filter((each) => each !== null) : [])

export const productOf = (model: Model) => asMap(model.parts[0]?.value) as ProductDoc
export const portsOf = (product: ProductDoc) => asList<PortDoc>(product.outputPorts)
export const objectsOf = (contract: ContractDoc) => asList<ObjectDoc>(contract.schema)
export const columnsOf = (object: ObjectDoc) => asList<ColumnDoc>(object.properties)
export const rulesOf = (of: { quality?: Rule[] }) => asList<Rule>(of.quality)

/** Each contract with the place of its document in the stream. */
export const contractsOf = (model: Model): { index: number; contract: ContractDoc }[] =>
  model.parts.slice(1).map((part, n) => ({ index: n + 1, contract: asMap(part.value) as ContractDoc }))
