/** Cards, forms and homes: Block Kit with its layout from the library and its controls ours. */
import { isRecord } from '../../support/stand-ins/slack/block-limits.js';
import type { Block, Json } from '../../support/stand-ins/slack/workspace.js';
import { Control, type ControlPlace, controlId, isGroupControl, textOf } from './controls.js';
import { LibraryBlocks, TextObject } from './mrkdwn.js';

type BlocksProps = { blocks: Block[]; place: ControlPlace; errors?: Record<string, string> };

export function Blocks({ blocks, place, errors = {} }: BlocksProps) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <OneBlock
          key={String(block.block_id ?? index)}
          block={block}
          place={place}
          error={errors[String(block.block_id)]}
        />
      ))}
    </div>
  );
}

function OneBlock({ block, place, error }: { block: Block; place: ControlPlace; error?: string }) {
  switch (block.type) {
    case 'header':
      return <h3 className="block-header">{textOf(block.text)}</h3>;
    case 'divider':
      return <hr className="block-divider" />;
    case 'section':
      return <SectionBlock block={block} place={place} />;
    case 'context':
      return (
        <div className="block-context">
          {recordsOf(block.elements).map((element) => (
            <ContextElement key={JSON.stringify(element)} element={element} place={place} />
          ))}
        </div>
      );
    case 'actions':
      return (
        <div className="block-actions">
          {recordsOf(block.elements).map((element) => (
            <Control
              key={String(element.action_id)}
              element={element}
              block={block}
              place={place}
              isField={false}
            />
          ))}
        </div>
      );
    case 'input':
      return <InputBlock block={block} place={place} error={error} />;
    default:
      return <LibraryBlocks blocks={[{ ...block, block_id: undefined }]} names={place.names} />;
  }
}

function SectionBlock({ block, place }: { block: Block; place: ControlPlace }) {
  const fields = recordsOf(block.fields);
  return (
    <div className="block-section">
      <div className="section-text">
        {isRecord(block.text) ? <TextObject object={block.text} names={place.names} /> : null}
        {fields.length > 0 ? (
          <div className="section-fields">
            {fields.map((field) => (
              <div key={JSON.stringify(field)}>
                <TextObject object={field} names={place.names} />
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {isRecord(block.accessory) ? (
        <div className="section-accessory">
          <Control element={block.accessory} block={block} place={place} isField={false} />
        </div>
      ) : null}
    </div>
  );
}

function ContextElement({ element, place }: { element: Json; place: ControlPlace }) {
  if (element.type === 'image') {
    return (
      <LibraryBlocks blocks={[{ type: 'context', elements: [element] }]} names={place.names} />
    );
  }
  return <TextObject object={element} names={place.names} />;
}

function InputBlock({
  block,
  place,
  error,
}: {
  block: Block;
  place: ControlPlace;
  error: string | undefined;
}) {
  if (!isRecord(block.element)) return null;
  const id = controlId(place, block, block.element);
  const isOptional = block.optional === true;
  const hint = textOf(block.hint);
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean);
  const label = (
    <>
      {textOf(block.label)}
      {isOptional ? <span className="optional"> (optional)</span> : null}
    </>
  );
  const control = (
    <Control
      element={block.element}
      block={block}
      place={place}
      isField
      describedBy={described.join(' ') || undefined}
    />
  );
  const notes = (
    <>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : null}
    </>
  );
  const className = `block-input${error ? ' has-error' : ''}`;
  if (isGroupControl(block.element)) {
    return (
      <fieldset className={className}>
        <legend>{label}</legend>
        {control}
        {notes}
      </fieldset>
    );
  }
  return (
    <div className={className}>
      <label htmlFor={id}>{label}</label>
      {control}
      {notes}
    </div>
  );
}

function recordsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
