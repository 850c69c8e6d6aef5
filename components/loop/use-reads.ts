'use client'

import { useQuery } from '@tanstack/react-query'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole } from '@/components/frame/nav'
import { useTRPC } from '@/components/trpc'

/** Which ports of a product the reader may read, by role or by grant: what stands behind a number is offered to them alone, and asked of policy again. */
export function useReads({ slug, domain }: { slug: string; domain: string }): (port: string) => boolean {
  const { viewer } = useFrame()
  const byRole = readsByRole(viewer, domain)
  const { data } = useQuery(useTRPC().serve.ports.queryOptions({}, { enabled: !byRole }))
  const held = data?.items.filter(({ product }) => product === slug).map(({ port }) => port) ?? []
  return (port) => byRole || held.includes(port)
}
