import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { switchViewer } from '../../client/viewer.js';
import { TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { PasswordField } from '../../ui/password-field.js';
import { FormCard } from './form-card.js';

const route = getRouteApi('/login');

export function LoginScreen() {
  const text = useText().identity;
  const search = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm(
    ({ login = '', password = '' }) => plaza.auth.login({ body: { login, password } }),
    ({ user }) => {
      switchViewer(queryClient, user);
      router.history.push(search.next ?? '/');
    },
  );
  return (
    <FormCard title={text.signIn}>
      <Form state={form} action={text.signIn}>
        <TextField
          label={text.login}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          required
          error={form.errorAt('login')}
        />
        <PasswordField
          label={text.password}
          name="password"
          autoComplete="current-password"
          error={form.errorAt('password')}
        />
      </Form>
      <p>
        <Link to="/forgot">{text.forgot}</Link>
      </p>
      <p>
        {text.noAccount}{' '}
        <Link to="/register" search={search}>
          {text.register}
        </Link>
      </p>
    </FormCard>
  );
}
