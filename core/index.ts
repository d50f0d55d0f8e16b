/** All that bot and connectors may import from core. Pulls in no Prisma, BullMQ or Express. */

export type { ChatInstallation, ChatInstallations } from './access/chat-installations.js';
export type { Directory } from './access/directory.js';
export type { ExportFilter, ExportLink } from './access/export-link.js';
export {
  visibleEvidence,
  visibleHistory,
  visibleMessages,
  visibleRefusal,
  visibleReversal,
} from './access/visible-to.js';
export type { CardBook } from './effects/card-book.js';
export type { ChatPace } from './effects/chat-pace.js';
export { type ChatTroubles, userRemoved } from './effects/chat-troubles.js';
export type { DayResults, Digest, Messenger, WaitingView } from './effects/messenger.js';
export type { PersonBook, PersonNotice } from './effects/person-book.js';
export {
  type Announcer,
  AnnouncerError,
  type CardView,
  type PostedMessage,
} from './effects/ports.js';
export {
  type Report,
  type ReportPeriod,
  type ReportRequest,
  reportPeriods,
} from './insight/report.js';
export { reportWords } from './insight/report-words.js';
export {
  type AcceptedNotices,
  type ChangePage,
  type Connection,
  type Connector,
  ConnectorError,
  type ConnectorErrorKind,
  type ConnectorTools,
  defineConnector,
  definePushConnector,
  type FetchEach,
  type IncomingWebhook,
  type ItemReference,
  type NoticeReading,
  type PushConnection,
  type PushConnector,
  type RequestLimit,
  type WebhookReading,
  type WebhookRefusal,
  type WriteBack,
} from './intake/connector-contract.js';
export { type MailBody, newestReply } from './intake/mail-body.js';
export { waitOf } from './intake/retry-after.js';
export type { SourceItem, SourceMessage, Staff } from './intake/source-item.js';
export { nearestName } from './operations/nearest-name.js';
export { hostOf } from './reversals/add-evidence.js';
export { isLike } from './reversals/approval-policy.js';
export { waitsForNoticeFlag } from './reversals/claims.js';
export { completionOf } from './reversals/completion.js';
export { presentableReturns } from './reversals/decision-words.js';
export type { DelegateRequest, TimeAway } from './reversals/delegate.js';
export type {
  Actor,
  DecideRequest,
  DecideResult,
  Desk,
  EditRequest,
  LogRequest,
  LogResult,
} from './reversals/desk.js';
export { dayIn, startOfDayIn } from './reversals/desk-tools.js';
export type { Draft, DraftFields, Drafts } from './reversals/drafts.js';
export type { HandedOver, HandOverRequest } from './reversals/hand-over.js';
export { defaultLocale, localeOf } from './reversals/locale.js';
export { isLowRisk } from './reversals/low-risk.js';
export {
  add,
  type Currency,
  decimalMarkOf,
  decimalOf,
  formatMoney,
  type Money,
  minorDigits,
  parseCurrency,
  parseDecimal,
  parseTyped,
  rescale,
  typedOf,
} from './reversals/money.js';
export type {
  DisputeNotice,
  DisputeState,
  Notice,
  PaymentNotice,
  RefundNotice,
} from './reversals/notice.js';
export { plainRequest } from './reversals/plain-request.js';
export type {
  AlikeEntry,
  ClaimOnPayment,
  ClientFacts,
  EntryGroup,
  EntryList,
  EntryOrder,
  EvidenceLine,
  HistoryLine,
  Measured,
  MessageLine,
  NewMessage,
  Page,
} from './reversals/ports.js';
export type { RedactedText } from './reversals/redacted-text.js';
export { isRefusal, type Refusal, type RefusalName, refusals } from './reversals/refusal.js';
export {
  type Approval,
  type Channel,
  type Customer,
  channels,
  type DecisionKind,
  type DisputeStage,
  type Identifier,
  maskCustomer,
  type Outcome,
  type Person,
  parseReference,
  type Reversal,
  type ReversalStatus,
  type ReversalType,
  referenceOf,
  reversalStatuses,
  reversalTypes,
  type Surface,
} from './reversals/reversal.js';
export { type Action, isActionForType, transition } from './reversals/transitions.js';
export { type WhoDecides, whoDecides } from './reversals/who-decides.js';
export type { WorkQueue } from './reversals/work-queue.js';
