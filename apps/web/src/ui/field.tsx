import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react';
import styles from './field.module.css';

/** The class of an input in a frame. */
export const inputClass = styles.input ?? '';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value, in words, at the field itself. */
  error?: string | undefined;
}

interface FrameProps extends FieldProps {
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** Label above, hint or error below; the input between refers to both. */
export function Frame({ label, hint, error, children }: FrameProps) {
  const id = useId();
  const words = error ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(words && { 'aria-describedby': `${id}-words` }),
        ...(error && { 'aria-invalid': true }),
      })}
      {words && (
        <p id={`${id}-words`} className={error ? styles.error : styles.hint}>
          {words}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  hint,
  error,
  ...input
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(ids) => <input className={inputClass} {...input} {...ids} />}
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  ...input
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(ids) => <textarea className={inputClass} rows={4} {...input} {...ids} />}
    </Frame>
  );
}

interface SelectProps extends FieldProps {
  value: string;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
}

export function SelectField({ label, hint, error, value, options, onChoose }: SelectProps) {
  return (
    <Frame label={label} hint={hint} error={error}>
      {(ids) => (
        <select
          className={inputClass}
          value={value}
          onChange={(event) => onChoose(event.target.value)}
          {...ids}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}
