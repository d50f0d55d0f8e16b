import type { ClientFacts } from '../../reversals/ports.js';
import { reversalTypes } from '../../reversals/reversal.js';
import { addressOf, type ListAddress } from '../dashboard/filter.js';
import { typeWords } from './words.js';

type Clients = readonly Pick<ClientFacts, 'id' | 'name' | 'currency'>[];

/** Search always in sight, the rest folded until used. A plain GET form: a filter is an address. */
export function FilterForm({ given, clients }: { given: ListAddress; clients: Clients }) {
  const folded = [
    given.client,
    given.type,
    given.currency,
    given.min,
    given.max,
    given.from,
    given.to,
  ];
  const currencies = [...new Set(clients.map((client) => client.currency))].sort();
  return (
    <search>
      <form className="filter" method="get" action="/">
        {given.status ? <input type="hidden" name="status" value={given.status} /> : null}
        <div className="search">
          <label htmlFor="q">Search</label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={given.q}
            placeholder="RV-000123, ch_…, customer@example.com"
          />
          <button type="submit" className="primary">
            Search
          </button>
        </div>
        <details open={folded.some((value) => value !== undefined)}>
          <summary>More filters</summary>
          <div className="fields">
            <Choice
              name="client"
              label="Client"
              given={given.client}
              options={clients.map((client) => [client.id, client.name])}
            />
            <Choice
              name="type"
              label="Type"
              given={given.type}
              options={reversalTypes.map((type) => [type, typeWords[type]])}
            />
            <div className="field">
              <label htmlFor="currency">Currency</label>
              <input
                id="currency"
                name="currency"
                list="currencies"
                defaultValue={given.currency}
                maxLength={3}
                autoComplete="off"
              />
              <datalist id="currencies">
                {currencies.map((currency) => (
                  <option key={currency} value={currency} />
                ))}
              </datalist>
            </div>
            <Text name="min" label="Amount from" given={given.min} hint="49.99" />
            <Text name="max" label="Amount to" given={given.max} hint="500" />
            <Day name="from" label="Logged from" given={given.from} />
            <Day name="to" label="Logged to" given={given.to} />
            <button type="submit">Apply</button>
          </div>
        </details>
      </form>
    </search>
  );
}

type FieldProps = { name: string; label: string; given: string | undefined };

function Choice({
  name,
  label,
  given,
  options,
}: FieldProps & { options: readonly (readonly [string, string])[] }) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} defaultValue={given ?? ''}>
        <option value="">Any</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Text({ name, label, given, hint }: FieldProps & { hint: string }) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} inputMode="decimal" defaultValue={given} placeholder={hint} />
    </div>
  );
}

function Day({ name, label, given }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} type="date" defaultValue={given} />
    </div>
  );
}

const chipWords = {
  q: 'Search',
  client: 'Client',
  type: 'Type',
  currency: 'Currency',
  min: 'From',
  max: 'Up to',
  from: 'Since',
  to: 'Until',
} as const;

/** What is filtered by, each with a way to take it away. */
export function FilterChips({ given, clients }: { given: ListAddress; clients: Clients }) {
  const names = Object.keys(chipWords) as (keyof typeof chipWords)[];
  const active = names.filter((name) => given[name]);
  if (active.length === 0) return null;
  const wordsOf = (name: keyof typeof chipWords) => {
    const value = given[name] ?? '';
    if (name === 'client') return clients.find((client) => client.id === value)?.name ?? value;
    if (name === 'type')
      return reversalTypes.some((type) => type === value)
        ? typeWords[value as keyof typeof typeWords]
        : value;
    return value;
  };
  return (
    <ul className="chips" aria-label="Active filters">
      {active.map((name) => (
        <li key={name}>
          <a href={addressOf(given, { [name]: null, cursor: null })}>
            {chipWords[name]}: {wordsOf(name)} <span aria-hidden="true">✕</span>
            <span className="unseen"> (take away)</span>
          </a>
        </li>
      ))}
      <li>
        <a className="clear" href={addressOf({ status: given.status } as ListAddress, {})}>
          Clear all
        </a>
      </li>
    </ul>
  );
}
