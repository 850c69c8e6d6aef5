import { redirect } from 'next/navigation'
import { api, viewer } from '@/server/api/caller'

/** The bare address: to one's organisation, to sign-in, or to the first-run screen. */
export default async function Home() {
  const caller = await api()
  if (await viewer()) redirect(`/${(await caller.organisation.me({})).org.slug}/catalog`)
  const { organisations } = await caller.organisation.installation({})
  redirect(organisations === 'none' ? '/setup' : '/sign-in')
}
