import { NothingHere } from '@/components/frame/nothing-here'

export default function OrgNotFound() {
  return (
    <div className="flex flex-col items-start gap-2 px-8 py-16">
      <NothingHere />
    </div>
  )
}
