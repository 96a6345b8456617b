import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { Form, useForm } from '../../ui/form.js';
import { PasswordField } from '../../ui/password-field.js';
import { useToasts } from '../../ui/toasts.js';
import { FormCard } from './form-card.js';

const route = getRouteApi('/reset');

/** Sets a new password with the token of a mailed link. */
export function ResetScreen() {
  const text = useText();
  const toasts = useToasts();
  const navigate = useNavigate();
  const { token = '' } = route.useSearch();
  const form = useForm(
    ({ password = '' }) => plaza.auth.resetPassword({ body: { token, password } }),
    () => {
      toasts.show(text.settings.passwordChanged);
      void navigate({ to: '/login' });
    },
  );
  return (
    <FormCard title={text.identity.resetTitle}>
      <Form state={form} action={text.settings.changePassword}>
        <PasswordField
          label={text.settings.newPassword}
          name="password"
          autoComplete="new-password"
          error={form.errorAt('password')}
        />
      </Form>
    </FormCard>
  );
}
