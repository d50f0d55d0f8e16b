import { createHash } from 'node:crypto';
import { controlStyles } from './styles/controls.js';
import { frameStyles } from './styles/frame.js';
import { recordStyles } from './styles/records.js';

/** The one style sheet. Plain CSS; every colour pair is at least WCAG AA in light and dark. */
export const styleSheet = [frameStyles, controlStyles, recordStyles].join('\n');

/** Holds a hash of the content, so that browsers may keep it for ever. */
export const stylePath = `/assets/style.${createHash('sha256').update(styleSheet).digest('hex').slice(0, 16)}.css`;
