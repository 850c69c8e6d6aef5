import type { RequestPlan } from './plan-request'
import type { StoredRequest } from './request-store'

type Row = Omit<StoredRequest, 'events' | 'steps'>
type Asked = Pick<Row, 'id' | 'principalId' | 'purpose' | 'reason' | 'duration' | 'columns' | 'rows' | 'state'> &
  Partial<Pick<Row, 'delivery' | 'renewsId' | 'breakGlass'>> & { at: Date }

/** A request as it begins: what was asked, of what the port is today. */
export const newRow = ({ port, holder, pace }: RequestPlan, { at, ...asked }: Asked): Row => ({
  productId: port.productId,
  productSlug: port.slug,
  productTitle: port.title,
  domainId: port.domainId,
  port: port.name,
  productVersion: port.version,
  contractId: port.contractId,
  contractVersion: port.contractVersion,
  holderType: holder.type,
  holderId: holder.id,
  delivery: 'portal',
  createdAt: at,
  movedAt: at,
  terms: null,
  pace,
  dueAt: null,
  remindedAt: null,
  decidedAt: null,
  decidedBy: null,
  note: null,
  grantId: null,
  renewsId: null,
  breakGlass: false,
  reviewedAt: null,
  reviewedBy: null,
  verdict: null,
  reviewNote: null,
  ...asked,
})
