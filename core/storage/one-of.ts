/** A text column with a check on it, as its union. Throws where the check was not in force. */
export function oneOf<const Value extends string>(allowed: readonly Value[], text: string): Value {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new Error('a stored word is not one of those allowed for it');
  return found;
}
