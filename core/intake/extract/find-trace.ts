/**
 * Lines of a text that a machine wrote about a fault: stack frames, exceptions, error codes, HTTP
 * statuses, request and correlation ids. As they stand, joined by line ends; null where there are none.
 */
export function findTrace(source: string): string | null {
  if (!trigger.test(source)) return null;
  const kept: string[] = [];
  let from = 0;
  while (from <= source.length && kept.length < linesMax) {
    const found = source.indexOf('\n', from);
    const end = found === -1 ? source.length : found;
    const line = source.slice(from, Math.min(end, from + lineLengthMax)).trim();
    if (isTechnical(line)) kept.push(line);
    from = end + 1;
  }
  return kept.length > 0 ? kept.join('\n') : null;
}

/** A trace is told by its head; the rest stays at the source. */
const linesMax = 40;
const lineLengthMax = 300;

const trigger =
  /exception|traceback|error|fehler|erreur|erro\b|^\s{0,8}(?:at |File "|#\d)|http|status|request|correlation|trace|errno|panic|timed? ?out|ECONN|SQLSTATE|\b[45]\d\d\b/im;

const frame =
  /^(?:at (?:async )?[\w$.<>[\] ]{1,120}[( ](?:\S{1,200}:\d{1,6}(?::\d{1,6})?|native|<anonymous>|Unknown Source)|at \S{1,200}:\d{1,6}:\d{1,6}|at [\w$.]{3,150}\([\w$.:]{1,80}\)|File "[^"]{1,200}", line \d{1,6}|#\d{1,3} {1,3}\S{1,200}\(\d{1,6}\)|from \S{1,200}:\d{1,6}:in |Caused by: |\.\.\. \d{1,4} more)/;
const head =
  /^(?:[>*-] ?)?(?:Traceback \(most recent call last\)|(?:Uncaught |Unhandled |Fatal |PHP )?(?:[\w.$]{1,80})?(?:Exception|Error)(?: in thread "[^"]{1,80}")?[:(]|panic: |Error: |ERROR\b|FATAL\b|SQLSTATE\[)/;
const status =
  /\bHTTP(?:\/\d(?:\.\d)?)? ?(?:status|error|code|response)?[ :]{0,2}[1-5]\d\d\b|\b(?:status|response)(?: code)?[ :=]{1,3}[45]\d\d\b|\b[45]\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Too Many Requests|Payment Required|Unprocessable)|\berror[ :#]{1,2}[45]\d\d\b/i;
const code =
  /\b(?:error|fehler|erro|erreur|codigo de error)[ -]?(?:code|codigo|nummer|no|nr|number)?\.?[ :#=]{1,3}[A-Z][A-Z0-9]{0,12}[_-]?[A-Z0-9_-]{0,32}\d[\w-]{0,24}\b/i;
const systemCode =
  /\b(?:E(?:CONN|TIMED|PIPE|HOST|NOT|ADDR|PROTO|ACCES)[A-Z]{0,12}|ERR_[A-Z_]{3,40}|ORA-\d{4,5}|SQLSTATE)\b/;
const requestId =
  /\b(?:x-)?(?:request|correlation|trace|transaction trace|session|debug|incident|event)[ _-]?id(?:entifier)?["']?[ :=#"']{1,4}[\w-]{6,64}/i;

function isTechnical(line: string): boolean {
  if (line.length < 4) return false;
  return (
    frame.test(line) || head.test(line) || status.test(line) || isCode(line) || requestId.test(line)
  );
}

/** Upper case is part of a code: "error code: red7" is prose. */
function isCode(line: string): boolean {
  if (systemCode.test(line)) return true;
  const written =
    code
      .exec(line)?.[0]
      .split(/[ :#=]+/)
      .at(-1) ?? '';
  return /[A-Z]{2}|[A-Z][-_]?\d/.test(written);
}
