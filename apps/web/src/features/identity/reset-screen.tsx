import { limits } from '@plaza/contract/limits';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useForm } from '../../app/form.js';
import { plaza } from '../../app/plaza.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/field.js';
import { useToasts } from '../../components/toasts.js';
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
      toasts.say(text.settings.passwordChanged);
      void navigate({ to: '/login' });
    },
  );
  return (
    <FormCard title={text.identity.resetTitle} error={form.error}>
      <form onSubmit={form.submit}>
        <TextField
          label={text.settings.newPassword}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={text.identity.passwordHint}
          minLength={limits.password.min}
          required
          error={form.errorAt('password')}
        />
        <Button look="primary" type="submit" disabled={form.isSending}>
          {text.settings.changePassword}
        </Button>
      </form>
    </FormCard>
  );
}
