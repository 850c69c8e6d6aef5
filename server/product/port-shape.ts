import type { z } from 'zod'
import type { Bound } from './bind-documents'
import { type Contract, custom, type Property, type SchemaObject } from './contract'
import type { columnShape, contextShape, objectShape, portShape } from './schema'
import type { Pointer, Version } from './store'

/** A version's ports as they are shown: contract, columns, and the rows they point at today. */

type PortShape = z.infer<typeof portShape>
type ObjectShape = z.infer<typeof objectShape>
type ColumnShape = z.infer<typeof columnShape>

/** The type of a column of an asset's rows, where it is known. */
export type TypeOf = (assetId: string, column: string) => string | null

export function portShapes(version: Version, pointers: Pointer[], typeOf: TypeOf): PortShape[] {
  return (version.content.product.outputPorts ?? []).flatMap((port): PortShape[] => {
    const contract = version.contracts.find((each) => each.contractId === port.contractId)?.value
    if (!contract) return []
    const own = pointers.filter((each) => each.port === port.name)
    const bound = version.content.bound.filter((each) => each.contractId === contract.id)
    return [
      {
        name: port.name,
        version: port.version,
        type: port.type ?? null,
        description: port.description ?? contract.description?.purpose ?? null,
        contractId: contract.id,
        contractVersion: contract.version,
        context: contextOf(contract.context),
        serviceLevels: (contract.slaProperties ?? []).map((each) => ({
          property: each.property,
          value: String(each.value),
          unit: each.unit ?? null,
          element: each.element ?? null,
        })),
        prose: proseOf(contract),
        objects: (contract.schema ?? []).flatMap((object) => objectOf(object, bound, own, typeOf) ?? []),
      },
    ]
  })
}

function contextOf(context: Contract['context']): z.infer<typeof contextShape> {
  if (context === undefined) return { instructions: null, verifiedStatements: [], constraints: [] }
  if (typeof context === 'string') return { instructions: context, verifiedStatements: [], constraints: [] }
  return {
    instructions: context.instructions ?? null,
    verifiedStatements: (context.verifiedStatements ?? []).map(({ question, answer }) => ({
      question,
      answer: answer ?? null,
    })),
    constraints: (context.constraints ?? []).map((each) => each.constraint),
  }
}

/** Rules that nothing measures: text, and those of other engines. */
function proseOf(contract: Contract): { where: string; text: string }[] {
  return (contract.schema ?? []).flatMap((object) => {
    const places = [
      { where: object.name, rules: object.quality ?? [] },
      ...(object.properties ?? []).map((property) => ({
        where: `${object.name}.${property.name}`,
        rules: property.quality ?? [],
      })),
    ]
    return places.flatMap(({ where, rules }) =>
      rules
        .filter((rule) => !rule.metric && rule.type !== 'sql')
        .map((rule) => ({ where, text: rule.description ?? rule.name ?? 'a rule of another engine' })),
    )
  })
}

function objectOf(object: SchemaObject, bound: Bound[], pointers: Pointer[], typeOf: TypeOf): ObjectShape | null {
  const tied = bound.find((each) => each.object === object.name)
  if (!tied) return null
  const pointer = pointers.find((each) => each.object === object.name)
  const type = (column: Property) =>
    pointer
      ? (pointer.columns.find((each) => each.name === column.name)?.type ?? null)
      : typeOf(tied.assetId, column.physicalName ?? column.name)
  return {
    name: object.name,
    description: object.description ?? null,
    assetId: tied.assetId,
    connection: tied.connection,
    ref: tied.ref,
    columns: (object.properties ?? []).map((column) => columnOf(column, type(column))),
    pointer: pointer ? pointerOf(pointer) : null,
  }
}

const columnOf = (column: Property, type: string | null): ColumnShape => ({
  name: column.name,
  physicalName: column.physicalName ?? column.name,
  logicalType: column.logicalType ?? null,
  type,
  businessName: column.businessName ?? null,
  description: column.description ?? null,
  classification: column.classification ?? null,
  required: column.required === true,
  unique: column.unique === true,
  primaryKey: column.primaryKey === true,
  enum: (column.enum ?? []).map(({ value, label }) => ({ value, label: label ?? null })),
  tags: column.tags ?? [],
})

const pointerOf = (pointer: Pointer): NonNullable<ObjectShape['pointer']> => ({
  snapshotId: pointer.snapshotId,
  hash: pointer.hash,
  rows: pointer.rows,
  setAside: pointer.setAside,
  movedAt: pointer.movedAt.toISOString(),
  held:
    pointer.heldSnapshot && pointer.heldSince
      ? { snapshotId: pointer.heldSnapshot, why: pointer.heldWhy ?? '', since: pointer.heldSince.toISOString() }
      : null,
})

/** Every classification that the columns of a product carry, and those that its contracts say of themselves. */
export const classificationsOf = (contracts: Contract[]): string[] => [
  ...new Set(
    contracts.flatMap((contract) => [
      ...(contract.schema ?? []).flatMap((object) =>
        (object.properties ?? []).flatMap((each) => each.classification ?? []),
      ),
      ...[custom(contract.customProperties, 'classification')].filter((value) => typeof value === 'string'),
    ]),
  ),
]
