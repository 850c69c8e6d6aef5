'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { count, counted } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, PartialNote } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import type { ProductShape } from '@/server/product/schema'
import type { PortAccess } from './my-access'
import { PortMarks } from './port-marks'
import { PortRows } from './port-rows'
import { type ColumnProfile, SchemaTable } from './schema-table'

const ContextBlock = dynamic(() => import('./context-block').then((part) => part.ContextBlock))

type Port = ProductShape['ports'][number]
type SchemaObject = Port['objects'][number]
/** By object, then by column. */
export type PortProfiles = Record<string, Record<string, ColumnProfile>>

/** Each way out of the product: what it holds, what it promises, what to know before using it. */
export function Ports({
  product,
  profiles,
  access,
}: {
  product: ProductShape
  profiles?: Record<string, PortProfiles>
  access: PortAccess[]
}) {
  if (product.ports.length === 0)
    return (
      <EmptyState title="It shows no data yet">
        A draft gets its ports, each over copied rows and under a contract, in the editor.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-12">
      {product.ports.map((port) => (
        <section key={port.name} aria-label={`Port ${port.name}`} className="flex min-w-0 flex-col gap-5">
          <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <h2 className="font-mono text-lg">{port.name}</h2>
            <span className="text-muted text-sm">contract {port.contractVersion}</span>
            <PortMarks of={product.portMarks.filter((mark) => mark.port === port.name)} named={false} />
            {port.description && <p className="w-full max-w-read text-muted">{port.description}</p>}
          </header>
          <ContextBlock context={port.context} />
          {port.objects.map((object) => (
            <PortObject
              key={object.name}
              object={object}
              description={object.description === port.description ? null : object.description}
              named={port.objects.length > 1 || object.name !== port.name}
              profiles={profiles?.[port.name]?.[object.name]}
              items={product.type === 'context'}
              rows={
                product.type === 'data' &&
                access.some((one) => one.port === port.name && one.state === 'held') && (
                  <PortRows
                    product={product.slug}
                    port={port.name}
                    object={port.objects.length > 1 ? object.name : undefined}
                  />
                )
              }
            />
          ))}
          <Promises port={port} />
        </section>
      ))}
    </div>
  )
}

function PortObject({
  object,
  description,
  named,
  profiles,
  items,
  rows,
}: {
  object: SchemaObject
  /** What it says beside its port's own words. */
  description: string | null
  /** Whether its own name tells anything beside the port's. */
  named: boolean
  profiles?: Record<string, ColumnProfile>
  /** It shows items, as its source has them at each call. */
  items: boolean
  /** The way to its rows, for those who may read them. */
  rows?: ReactNode
}) {
  const { pointer } = object
  const partly = Object.values(profiles ?? {}).some((column) => column.partly)
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className={named ? 'font-medium font-mono text-sm' : 'sr-only'}>{object.name}</h3>
        <p className="tabular text-muted text-sm">
          {pointer ? counted(pointer.rows, 'row') : items ? `Items of ${object.ref}` : 'No rows yet'}
          {partly && ' (you see some)'}, {counted(object.columns.length, 'column')}
          {pointer && (
            <>
              , as of <RelativeTime at={pointer.movedAt} />
            </>
          )}
          {pointer && pointer.setAside > 0 && `, ${counted(pointer.setAside, 'row')} set aside`}
        </p>
      </div>
      {description && <p className="max-w-read text-muted">{description}</p>}
      {pointer?.held && (
        <PartialNote>
          Newer rows came <RelativeTime at={pointer.held.since} /> and are not shown: {pointer.held.why}
        </PartialNote>
      )}
      <SchemaTable object={object} profiles={profiles} />
      {rows}
    </div>
  )
}

function Promises({ port }: { port: Port }) {
  if (port.serviceLevels.length === 0 && port.prose.length === 0) return null
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">Promised besides</h3>
      <ul className="flex flex-col gap-1 text-muted text-sm">
        {port.serviceLevels.map((level) => (
          <li key={`${level.property}${level.element}`}>
            <Status tone="neutral">
              {level.property}: {Number.isFinite(Number(level.value)) ? count(Number(level.value)) : level.value}
              {level.unit && ` ${level.unit}`}
              {level.element && ` (${level.element})`}
            </Status>
          </li>
        ))}
        {port.prose.map((each) => (
          <li key={`${each.where}${each.text}`} className="max-w-read">
            {each.text}
          </li>
        ))}
      </ul>
    </div>
  )
}
