import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useForm } from '../../app/form.js';
import { plaza } from '../../app/plaza.js';
import { becomeViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/field.js';
import { FormCard } from './form-card.js';

const route = getRouteApi('/login');

export function LoginScreen() {
  const text = useText().identity;
  const { next = '/' } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm(
    ({ login = '', password = '' }) => plaza.auth.login({ body: { login, password } }),
    ({ user }) => {
      becomeViewer(queryClient, user);
      router.history.push(next);
    },
  );
  return (
    <FormCard title={text.signIn} error={form.error}>
      <form onSubmit={form.submit}>
        <TextField
          label={text.login}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          required
          error={form.errorAt('login')}
        />
        <TextField
          label={text.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={form.errorAt('password')}
        />
        <Button look="primary" type="submit" disabled={form.isSending}>
          {text.signIn}
        </Button>
      </form>
      <p>
        <Link to="/forgot">{text.forgot}</Link>
      </p>
      <p>
        {text.noAccount} <Link to="/register">{text.register}</Link>
      </p>
    </FormCard>
  );
}
