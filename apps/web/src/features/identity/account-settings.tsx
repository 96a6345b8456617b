import { limits } from '@plaza/contract/limits';
import { useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { useViewer, viewerQuery } from '../../client/viewer.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { PasswordField } from '../../ui/password-field.js';
import { useToasts } from '../../ui/toasts.js';
import { SettingsSection, useAccountSaved } from '../settings/index.js';
import styles from './settings.module.css';

export function AccountSettings() {
  return (
    <>
      <UsernameForm />
      <EmailForm />
      <PasswordForm />
    </>
  );
}

function UsernameForm() {
  const text = useText();
  const viewer = useViewer();
  const saved = useAccountSaved();
  const form = useForm(({ username = '' }) => plaza.users.updateMe({ body: { username } }), saved);
  const isTaken = form.code === 'username_taken';
  return (
    <SettingsSection>
      <Form state={form} error={isTaken ? null : form.error} action={text.common.save} look="secondary">
        <TextField
          label={text.identity.username}
          name="username"
          defaultValue={viewer?.username}
          hint={text.identity.usernameHint}
          maxLength={limits.username.max}
          autoCapitalize="none"
          required
          error={isTaken ? text.identity.usernameTaken : form.errorAt('username')}
        />
      </Form>
    </SettingsSection>
  );
}

function EmailForm() {
  const text = useText();
  const viewer = useViewer();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const form = useForm(
    ({ email = '', currentPassword = '' }) => plaza.auth.changeEmail({ body: { email, currentPassword } }),
    () => {
      form.clear();
      toasts.show(text.settings.emailSent);
      void queryClient.invalidateQueries({ queryKey: viewerQuery.queryKey });
    },
  );
  const resend = async () => {
    try {
      await plaza.auth.resendVerification();
      toasts.show(text.settings.emailSent);
    } catch (error) {
      toasts.showError(error);
    }
  };
  if (!viewer) return null;
  return (
    <SettingsSection title={text.identity.email}>
      <p className={styles.soft}>
        {viewer.email} · {viewer.emailVerified ? text.settings.verified : text.settings.notVerified}
        {viewer.pendingEmail && <> · {text.settings.pendingEmail({ email: viewer.pendingEmail })}</>}
      </p>
      {!viewer.emailVerified && <Button onClick={resend}>{text.settings.resend}</Button>}
      <Form state={form} action={text.settings.changeEmail} look="secondary">
        <TextField
          label={text.settings.newEmail}
          name="email"
          type="email"
          autoComplete="email"
          maxLength={limits.email}
          required
          error={form.errorAt('email')}
        />
        <PasswordField
          label={text.settings.currentPassword}
          name="currentPassword"
          autoComplete="current-password"
          error={form.errorAt('currentPassword')}
        />
      </Form>
    </SettingsSection>
  );
}

function PasswordForm() {
  const text = useText();
  const toasts = useToasts();
  const form = useForm(
    ({ currentPassword = '', newPassword = '' }) =>
      plaza.auth.changePassword({ body: { currentPassword, newPassword } }),
    () => {
      form.clear();
      toasts.show(text.settings.passwordChanged);
    },
  );
  return (
    <SettingsSection title={text.identity.password}>
      <Form state={form} action={text.settings.changePassword} look="secondary">
        <PasswordField
          label={text.settings.currentPassword}
          name="currentPassword"
          autoComplete="current-password"
          error={form.errorAt('currentPassword')}
        />
        <PasswordField
          label={text.settings.newPassword}
          name="newPassword"
          autoComplete="new-password"
          error={form.errorAt('newPassword')}
        />
      </Form>
    </SettingsSection>
  );
}
