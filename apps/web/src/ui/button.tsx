import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
}

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'secondary', ...others: (string | undefined)[]): string {
  return [styles.button, styles[look], ...others].filter(Boolean).join(' ');
}

export function Button({ look = 'secondary', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />;
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  /** Read out, and shown on hover. */
  label: string;
  children: ReactNode;
}

export function IconButton({ label, look = 'quiet', className, ...rest }: IconButtonProps) {
  const classes = [styles.icon, className].filter(Boolean).join(' ');
  return <Button look={look} className={classes} aria-label={label} title={label} {...rest} />;
}
