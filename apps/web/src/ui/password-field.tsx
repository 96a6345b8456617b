import { limits } from '@plaza/contract/limits';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { IconButton } from './button.js';
import { Frame, inputClass } from './field.js';
import styles from './password-field.module.css';

interface PasswordFieldProps {
  label: string;
  name: string;
  /** Whether it is known already or chosen now, for password managers. */
  autoComplete: 'current-password' | 'new-password';
  error: string | undefined;
}

/** A password, hidden until one wants to read what one typed. */
export function PasswordField({ label, name, autoComplete, error }: PasswordFieldProps) {
  const text = useText().identity;
  const [isShown, setIsShown] = useState(false);
  const isNew = autoComplete === 'new-password';
  return (
    <Frame label={label} hint={isNew ? text.passwordHint : undefined} error={error}>
      {(ids) => (
        <span className={styles.password}>
          <input
            className={inputClass}
            type={isShown ? 'text' : 'password'}
            name={name}
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            required
            {...(isNew && { minLength: limits.password.min })}
            {...ids}
          />
          <IconButton
            label={isShown ? text.hideTyped : text.showTyped}
            className={styles.eye}
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? <EyeOff size={18} aria-hidden="true" /> : <Eye size={18} aria-hidden="true" />}
          </IconButton>
        </span>
      )}
    </Frame>
  );
}
