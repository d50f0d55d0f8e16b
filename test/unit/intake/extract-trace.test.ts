import { describe, expect, test } from 'vitest';
import { findTrace } from '../../../core/intake/extract/find-trace.js';

describe('what a machine wrote about a fault', () => {
  test.each<{ what: string; line: string }>([
    { what: 'Node', line: 'at Checkout.pay (/app/src/checkout.js:120:17)' },
    { what: 'a browser', line: 'at async submit (https://shop.example/app.js:1:2031)' },
    { what: 'Java', line: 'at com.shop.PaymentService.charge(PaymentService.java:88)' },
    { what: 'Python', line: 'File "/srv/pay.py", line 12, in charge' },
    { what: 'Python, head', line: 'Traceback (most recent call last):' },
    { what: 'PHP', line: '#0 /var/www/pay.php(12): charge()' },
    { what: 'an exception', line: 'java.net.SocketTimeoutException: Read timed out' },
    { what: 'a type error', line: 'TypeError: undefined is not a function' },
    { what: 'HTTP', line: 'HTTP/1.1 502 Bad Gateway' },
    { what: 'a status', line: 'The page said 500 Internal Server Error after I paid.' },
    { what: 'a status code', line: 'status code: 504' },
    { what: 'an error code', line: 'error code: PAY-1043' },
    { what: 'an error code, German', line: 'Fehler: ERR_1043' },
    { what: 'a system code', line: 'connect ECONNRESET 10.0.0.1:443' },
    { what: 'a database', line: 'SQLSTATE[40001]: Serialization failure' },
    { what: 'a request id', line: 'Request ID: 7f3a-22c1-09' },
    { what: 'a correlation id', line: 'x-correlation-id=abc123def456' },
  ])('$what', ({ line }) => {
    expect(findTrace(`I paid and got this\n  ${line}\nplease help`)).toBe(line);
  });

  test.each<{ text: string }>([
    { text: 'There was an error on my bill, please refund' },
    { text: 'by mistake at the shop (on Monday)' },
    { text: 'I paid 500 at the status meeting' },
    { text: 'error: it was charged twice' },
    { text: 'an exception was made for me' },
    { text: 'my request is simple' },
    { text: '' },
  ])('no machine wrote "$text"', ({ text }) => {
    expect(findTrace(text)).toBeNull();
  });

  test('a long trace is told by its head', () => {
    const text = 'Error: x\n'.repeat(5_000);
    expect(findTrace(text)?.split('\n')).toHaveLength(40);
  });
});
