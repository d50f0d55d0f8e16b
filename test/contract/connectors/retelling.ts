type Asked = { url: URL; method: string; body: string };

/**
 * A far side that tells some things in another form. `retell` is given what is asked and the parsed
 * answer, and gives the body to tell instead, a whole Response, or nothing where the answer stays.
 */
export function retelling(retell: (asked: Asked, answer: unknown) => unknown): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    const asked = { url, method: init?.method ?? 'GET', body: String(init?.body ?? '') };
    const body = retell(asked, bodyOf(await answer.clone().text()));
    if (body === undefined) return answer;
    return body instanceof Response ? body : told(answer.status, body);
  };
}

const json = { 'Content-Type': 'application/json' };

/** An answer in JSON, whatever the far side's own would have been. */
export function told(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: json });
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
