import { redirect } from 'next/navigation'
import { Door } from '@/components/account/door'
import { SetupForm } from '@/components/account/setup-form'
import { api } from '@/server/api/caller'

export const metadata = { title: 'Set up' }

export default async function SetupPage() {
  const { organisations } = await (await api()).organisation.installation({})
  if (organisations !== 'none') redirect('/sign-in')
  return (
    <Door
      title="Make your organisation"
      lead="You become its owner. Next you make the first domain and invite the people who publish in it."
    >
      <SetupForm />
    </Door>
  )
}
