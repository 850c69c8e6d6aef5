'use client'

import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu } from '@/components/ui/menu'

type Format = 'csv' | 'parquet' | 'arrow'
const labels: Record<Format, string> = { csv: 'CSV', parquet: 'Parquet', arrow: 'Arrow' }

/** All rows of a port (or those that match `where`) as a file, streamed to disk by the browser itself. */
export function PortDownload({
  product,
  port,
  object,
  where,
  purpose,
}: {
  product: string
  port: string
  object?: string
  where?: string
  purpose?: string
}) {
  const address = (format: Format) => {
    const asked = Object.entries({ object, where, purpose, format }).flatMap(([key, value]) =>
      value ? [[key, value]] : [],
    )
    return `/api/v1/ports/${encodeURIComponent(product)}/${encodeURIComponent(port)}/rows?${new URLSearchParams(asked)}`
  }
  function save(format: Format) {
    Object.assign(document.createElement('a'), { href: address(format), download: '' }).click()
  }
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" icon={<Download />}>
          Download
        </Button>
      }
      items={(['csv', 'parquet', 'arrow'] as const).map((format) => ({
        label: labels[format],
        onSelect: () => save(format),
      }))}
    />
  )
}
