import { Door } from '@/components/account/door'
import { InvitationForm } from '@/components/account/invitation-form'
import { ButtonLink } from '@/components/ui/button-link'
import { api } from '@/server/api/caller'

export const metadata = { title: 'Invitation' }

export default async function InvitationPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params
  const found = await (await api()).account.invitation({ code }).catch((error: Error) => error)
  if (found instanceof Error) {
    return (
      <Door title="This invitation no longer works" lead={found.message}>
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </Door>
    )
  }
  return (
    <Door title={`Join ${found.organisation}`} lead="Choose how you are called here, and a password.">
      <InvitationForm code={code} email={found.email} name={found.name} />
    </Door>
  )
}
