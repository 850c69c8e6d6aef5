'use client'

import { FilePlus2 } from 'lucide-react'
import { useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Menu } from '@/components/ui/menu'
import { type Subject, type Template, templates } from './templates'

/** Common wishes, put at the end of the text with the names of a product that is there. */
export function TemplateMenu({ onInsert }: { onInsert: (written: string) => void }) {
  const client = useTRPCClient()
  const insert = async ({ write }: Template) => onInsert(write(await firstSubject(client).catch(() => null)))
  return (
    <Menu
      trigger={<Button icon={<FilePlus2 />}>Templates</Button>}
      items={templates.map((template) => ({
        label: template.title,
        hint: template.hint,
        onSelect: () => void insert(template),
      }))}
    />
  )
}

/** A port that is published, with its columns; null where nothing is. */
async function firstSubject(client: ReturnType<typeof useTRPCClient>): Promise<Subject | null> {
  const { items } = await client.product.list.query({ status: 'published', limit: 1 })
  const slug = items[0]?.slug
  const found = slug === undefined ? undefined : await client.product.get.query({ slug })
  const port = found?.ports[0]
  return found && port ? { product: found.slug, port: port.name, objects: port.objects } : null
}
