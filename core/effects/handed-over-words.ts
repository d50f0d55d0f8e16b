/** One line to whoever was handed something: by whom and how much, never which customer. */
export function handedOverLine(payload: Readonly<Record<string, string>>): string {
  const who = payload.actor ?? 'Somebody';
  if (payload.what === 'delegated') {
    const { firstDay = '', lastDay = '' } = payload;
    const when = firstDay === lastDay ? `on ${firstDay}` : `from ${firstDay} to ${lastDay}`;
    return `${who} is away ${when}: what waits for them then waits for you too, and you decide it in their name.`;
  }
  const assigned = Number(payload.assigned ?? 0);
  const turns = Number(payload.turns ?? 0);
  const parts = [
    ...(assigned > 0 ? [`${assigned} ${assigned === 1 ? 'entry' : 'entries'}`] : []),
    ...(turns > 0 ? [`the turn for ${turns} ${turns === 1 ? 'decision' : 'decisions'}`] : []),
  ];
  return `${who} handed over to you: ${parts.join(' and ')}. App Home shows them.`;
}
