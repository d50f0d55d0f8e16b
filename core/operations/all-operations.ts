import { analyze } from './analyze.js';
import { auditVerify } from './audit-verify.js';
import { completeness } from './completeness.js';
import { deadLettersList } from './dead-letters-list.js';
import { deadLettersRetry } from './dead-letters-retry.js';
import { doctor } from './doctor.js';
import { importOperation } from './import.js';
import { keysCreate } from './keys-create.js';
import { keysList } from './keys-list.js';
import { keysRevoke } from './keys-revoke.js';
import { modelEvaluate } from './model-evaluate.js';
import { modelTrain } from './model-train.js';
import type { Operation } from './operation.js';
import { policySimulate } from './policy-simulate.js';
import { reports } from './report.js';
import { settingsSchema } from './settings-schema.js';
import { signIn } from './sign-in.js';
import { slackManifest } from './slack-manifest.js';
import { start } from './start.js';
import { subjectErase } from './subject-erase.js';
import { subjectExport } from './subject-export.js';
import { sync } from './sync.js';
import { understandAnswer } from './understand-answer.js';
import { understandQuestion } from './understand-question.js';

/** Every command of this version, in the order in which help lists them. */
export const allOperations: readonly Operation[] = [
  start,
  doctor,
  sync,
  completeness,
  importOperation,
  analyze,
  understandAnswer,
  understandQuestion,
  ...reports,
  policySimulate,
  auditVerify,
  modelEvaluate,
  modelTrain,
  subjectExport,
  subjectErase,
  keysCreate,
  keysList,
  keysRevoke,
  signIn,
  slackManifest,
  deadLettersList,
  deadLettersRetry,
  settingsSchema,
];
