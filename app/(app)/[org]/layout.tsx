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
  const me = await (await api()).organisation.me({})
  if (me.org.slug !== slug) notFound()
  const { name, email } = me.principal
  const facts = {
    org: { slug, name: me.org.name, demo: me.org.demo },
    viewer: { name, email, role: me.role, domains: me.domains.map(({ role }) => ({ role })) },
    inbox: 0,
  }
  const folded = (await cookies()).get('rail')?.value === 'folded'
  return (
    <Frame facts={facts} folded={folded}>
      {children}
    </Frame>
  )
}
