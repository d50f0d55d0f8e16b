import { reversalTypes } from '../../reversals/reversal.js';
import { typeWords } from './words.js';

/** A label around its field needs no id, so that several forms may stand on one page. */
export function Field({
  name,
  label,
  hint,
  value,
  isRequired = false,
}: {
  name: string;
  label: string;
  hint?: string;
  value?: string | undefined;
  isRequired?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        defaultValue={value}
        required={isRequired}
        inputMode={name === 'amount' ? 'decimal' : undefined}
        autoComplete="off"
      />
      {hint ? <span className="hint">{hint}</span> : null}
    </label>
  );
}

export function Reason({
  label = 'Reason',
  isRequired = false,
}: {
  label?: string;
  isRequired?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea name="reason" rows={2} maxLength={4000} required={isRequired} />
    </label>
  );
}

export function Choice({
  label,
  options,
}: {
  label: string;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select name="detail" required>
        <option value="">Choose…</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** An amount in its own currency, for an entry whose amount is not known or is wrong. */
export function AmountFields({
  amount,
  currency,
  isRequired = false,
}: {
  /** A plain decimal; absent where none is known. */
  amount?: string | undefined;
  currency: string;
  isRequired?: boolean;
}) {
  return (
    <div className="pair">
      <Field name="amount" label="Amount" value={amount} isRequired={isRequired} />
      <Field name="currency" label="Currency" value={currency} isRequired={isRequired} />
    </div>
  );
}

export function TypeField({ value }: { value: (typeof reversalTypes)[number] }) {
  return (
    <label className="field">
      <span>Type</span>
      <select name="type" defaultValue={value}>
        {reversalTypes.map((type) => (
          <option key={type} value={type}>
            {typeWords[type]}
          </option>
        ))}
      </select>
    </label>
  );
}
