import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ProductEditor } from '@/components/product/editor/product-editor'
import { readModel } from '@/components/product/editor/yaml-model'
import { api } from '@/server/api/caller'

export const metadata: Metadata = { title: 'Edit product' }

/** The draft where there is one, else what is published. */
async function load(slug: string) {
  const caller = await api()
  return caller.product
    .documents({ slug, version: 'draft' })
    .catch(() => caller.product.documents({ slug }).catch(() => null))
}

export default async function EditProductPage({ params }: { params: Promise<{ org: string; slug: string }> }) {
  const { org, slug } = await params
  const found = await load(slug)
  if (!found) notFound()
  const { yaml, etag } = found
  return <ProductEditor org={org} slug={slug} initial={{ yaml, etag, model: readModel(yaml) }} />
}
