import { redirect } from 'next/navigation'
import { Door } from '@/components/account/door'
import { SignInForm } from '@/components/account/sign-in-form'
import { api } from '@/server/api/caller'

export const metadata = { title: 'Sign in' }

const sentences: Record<string, string> = {
  NotLinked: 'No member of an organisation here is linked to that account. Ask to be invited.',
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ from?: string; callbackUrl?: string; error?: string }>
}) {
  const { from, error } = await searchParams
  const { organisations, oidc } = await (await api()).organisation.installation({})
  if (organisations === 'none') redirect('/setup')
  const said = error && (sentences[error] ?? 'Signing in did not work. Try again.')
  return (
    <Door title="Sign in" lead="Find, ask for and read your organisation's data.">
      <SignInForm asksOrg={organisations === 'several'} oidc={oidc} from={from} said={said} />
    </Door>
  )
}
