/**
 * What can be pressed, chosen or filled in, as native controls: the library's own work only where
 * React runs in the browser. The browser script reads the data- attributes.
 */
import { isRecord } from '../../support/stand-ins/slack/block-limits.js';
import { optionsOf, stateOfElement } from '../../support/stand-ins/slack/forms.js';
import type { Block, Json } from '../../support/stand-ins/slack/workspace.js';
import type { Names } from './mrkdwn.js';

export type ControlPlace = {
  /** The message's ts or the view's id: makes the ids of controls unique on the page. */
  where: string;
  names: Names;
  /** Answers already in the form, by block id and action id. */
  values?: Record<string, Record<string, Json>>;
};

type ControlProps = {
  element: Json;
  block: Block;
  place: ControlPlace;
  /** In an input block: a field to submit, not an action to send at once. */
  isField: boolean;
  describedBy?: string;
};

export function Control(props: ControlProps) {
  switch (props.element.type) {
    case 'button':
    case 'workflow_button':
      return <ButtonControl {...props} />;
    case 'overflow':
      return <OverflowControl {...props} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextControl {...props} />;
    case 'datepicker':
    case 'timepicker':
      return <DateControl {...props} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoiceControl {...props} />;
    case 'image':
      return (
        <img
          className="accessory"
          src={webAddress(props.element.image_url)}
          alt={String(props.element.alt_text ?? '')}
        />
      );
    default:
      return <SelectControl {...props} />;
  }
}

export function controlId(place: ControlPlace, block: Block, element: Json): string {
  return `c-${place.where}-${String(block.block_id)}-${String(element.action_id)}`;
}

/** Group controls are named by a legend, single ones by a label. */
export function isGroupControl(element: Json): boolean {
  return element.type === 'radio_buttons' || element.type === 'checkboxes';
}

function ButtonControl({ element, block }: ControlProps) {
  const style = element.style === undefined ? '' : String(element.style);
  const href = webAddress(element.url);
  const shared = {
    className: `control button ${style}`,
    'data-act': 'click',
    ...namesOf(element, block),
    'data-value': element.value === undefined ? undefined : String(element.value),
    'aria-label': element.accessibility_label as string | undefined,
  };
  return href ? (
    <a {...shared} href={href}>
      {textOf(element.text)}
    </a>
  ) : (
    <button type="button" {...shared}>
      {textOf(element.text)}
    </button>
  );
}

function OverflowControl({ element, block }: ControlProps) {
  return (
    <details className="control overflow">
      <summary aria-label="More actions">
        <span aria-hidden="true">⋯</span>
      </summary>
      <div className="menu">
        {optionsOf(element).map((option) => (
          <button
            type="button"
            key={String(option.value)}
            data-act="click"
            {...namesOf(element, block)}
            data-selected={String(option.value)}
          >
            {textOf(option.text)}
          </button>
        ))}
      </div>
    </details>
  );
}

function TextControl({ element, block, place, isField, describedBy }: ControlProps) {
  const shared = {
    id: controlId(place, block, element),
    ...fieldNames(element, block, isField),
    placeholder: textOf(element.placeholder) || undefined,
    maxLength: numberOr(element.max_length),
    required: block.optional !== true,
    defaultValue: String(answerOf(place, block, element).value ?? ''),
    'aria-describedby': describedBy,
    autoComplete: 'off',
  };
  if (element.multiline === true) return <textarea rows={4} {...shared} />;
  const types = { email_text_input: 'email', url_text_input: 'url' } as const;
  const type = types[element.type as keyof typeof types] ?? 'text';
  const inputMode = element.type === 'number_input' ? 'decimal' : undefined;
  return <input type={type} inputMode={inputMode} {...shared} />;
}

function DateControl({ element, block, place, isField, describedBy }: ControlProps) {
  const answer = answerOf(place, block, element);
  return (
    <input
      id={controlId(place, block, element)}
      type={element.type === 'datepicker' ? 'date' : 'time'}
      defaultValue={String(answer.selected_date ?? answer.selected_time ?? '')}
      aria-label={isField ? undefined : textOf(element.placeholder) || 'Choose'}
      aria-describedby={describedBy}
      {...fieldNames(element, block, isField)}
    />
  );
}

function SelectControl({ element, block, place, isField, describedBy }: ControlProps) {
  const isMany = String(element.type).startsWith('multi_');
  const answer = answerOf(place, block, element);
  const chosen = chosenValues(answer);
  const options = selectOptions(element, place.names);
  const placeholder = textOf(element.placeholder) || 'Choose…';
  return (
    <select
      id={controlId(place, block, element)}
      multiple={isMany}
      defaultValue={isMany ? chosen : (chosen[0] ?? '')}
      aria-label={isField ? undefined : placeholder}
      aria-describedby={describedBy}
      className="control"
      {...fieldNames(element, block, isField)}
    >
      {isMany ? null : <option value="">{placeholder}</option>}
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

function ChoiceControl({ element, block, place, isField }: ControlProps) {
  const chosen = chosenValues(answerOf(place, block, element));
  const type = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  const name = controlId(place, block, element);
  return (
    <div
      className="choices"
      {...fieldNames(element, block, isField)}
      data-many={type === 'checkbox'}
    >
      {optionsOf(element).map((option) => (
        <label key={String(option.value)}>
          <input
            type={type}
            name={name}
            value={String(option.value)}
            defaultChecked={chosen.includes(String(option.value))}
          />
          <span>
            {textOf(option.text)}
            {option.description ? <small>{textOf(option.description)}</small> : null}
          </span>
        </label>
      ))}
    </div>
  );
}

function namesOf(element: Json, block: Block) {
  return {
    'data-action-id': String(element.action_id),
    'data-block-id': String(block.block_id),
    'data-confirm': isRecord(element.confirm) ? confirmWords(element.confirm) : undefined,
  };
}

function fieldNames(element: Json, block: Block, isField: boolean) {
  const sendsAtOnce = !isField || block.dispatch_action === true;
  return {
    ...namesOf(element, block),
    'data-field': isField ? 'true' : undefined,
    'data-act': sendsAtOnce ? 'choose' : undefined,
  };
}

function confirmWords(confirm: Json): string {
  return JSON.stringify({
    title: textOf(confirm.title),
    text: textOf(confirm.text),
    confirm: textOf(confirm.confirm) || 'Yes',
    deny: textOf(confirm.deny) || 'No',
    isDanger: confirm.style === 'danger',
  });
}

function answerOf(place: ControlPlace, block: Block, element: Json): Json {
  const kept = place.values?.[String(block.block_id)]?.[String(element.action_id)];
  return kept ?? stateOfElement(element, undefined) ?? {};
}

function chosenValues(answer: Json): string[] {
  const option = isRecord(answer.selected_option) ? [answer.selected_option] : [];
  const options = Array.isArray(answer.selected_options) ? answer.selected_options : [];
  const ids = [answer.selected_user, answer.selected_channel, answer.selected_conversation];
  const many = [answer.selected_users, answer.selected_conversations].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [
    ...[...option, ...options].map((chosen) => String(chosen.value)),
    ...[...ids, ...many].filter((id) => typeof id === 'string'),
  ];
}

function selectOptions(element: Json, names: Names): { value: string; label: string }[] {
  const type = String(element.type);
  const named = type.includes('users') ? names.users : names.channels;
  if (/users|channels|conversations/.test(type)) {
    return named.map(({ id, name }) => ({ value: id, label: name }));
  }
  return optionsOf(element).map((option) => ({
    value: String(option.value),
    label: textOf(option.text),
  }));
}

/** Only addresses of the web: a card must not be able to hold a script behind a button. */
function webAddress(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\//.test(value) ? value : undefined;
}

export function textOf(object: unknown): string {
  return isRecord(object) && typeof object.text === 'string' ? object.text : '';
}

function numberOr(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
