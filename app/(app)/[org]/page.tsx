import { redirect } from 'next/navigation'

/** The catalog is the home of an organisation. */
export default async function OrgHome({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  redirect(`/${encodeURIComponent(org)}/catalog`)
}
