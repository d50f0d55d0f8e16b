/**
 * All that a connector in a package of its own may use of the hub: `reversal-hub/connector` for its
 * types, and the same as an argument of the function it exports. Names here stay; more may come.
 */

export { z } from 'zod';
export {
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
  type MailBody,
  type Notice,
  type NoticeReading,
  newestReply,
  type PaymentNotice,
  type PushConnection,
  type PushConnector,
  type RequestLimit,
  type SourceItem,
  type SourceMessage,
  type Staff,
  type WebhookReading,
  type WebhookRefusal,
  type WriteBack,
  waitOf,
} from '../core/index.js';
export { noteWithDraft } from './draft-in-note.js';
export { htmlToText } from './html-to-text.js';
export { exchange, failureOf, type HttpAnswer } from './http.js';
export { moneyFrom, type VendorDigits } from './minor-units.js';
export { markerIn, withMarker } from './note-marker.js';
export { headerOf, isHmacOf, jsonOf, nameOfBody } from './signatures.js';
