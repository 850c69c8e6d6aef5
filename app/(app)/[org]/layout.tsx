import { cookies } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { Frame } from '@/components/frame/frame'
import { api, viewer } from '@/server/api/caller'

/** Everything of one organisation stands in its frame. Another organisation's address reads as nothing. */
export default async function OrgLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ org: string }>
}) {
  const { org: slug } = await params
  if (!(await viewer())) redirect(`/sign-in?from=/${encodeURIComponent(slug)}`)
  const caller = await api()
  const [me, { count: inbox }, domains] = await Promise.all([
    caller.organisation.me({}),
    caller.access.waiting({}),
    caller.domain.list({}),
  ])
  if (me.org.slug !== slug) notFound()
  const { id, name, email } = me.principal
  const restored = me.role === 'owner' ? await caller.restored.count({}) : null
  const facts = {
    org: { slug, name: me.org.name, demo: me.org.demo },
    viewer: {
      id,
      name,
      email: email ?? '',
      role: me.role,
      domains: me.domains.map(({ slug, role }) => ({ slug, role })),
    },
    domains: Object.fromEntries(domains.items.map((one) => [one.slug, one.name])),
    inbox,
    restored: restored?.since ?? null,
  }
  const folded = (await cookies()).get('rail')?.value === 'folded'
  return (
    <Frame facts={facts} folded={folded}>
      {children}
    </Frame>
  )
}
