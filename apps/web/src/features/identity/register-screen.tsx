import { limits } from '@plaza/contract/limits';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useLanguage, useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { switchViewer } from '../../client/viewer.js';
import { TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { PasswordField } from '../../ui/password-field.js';
import { FormCard } from './form-card.js';

const route = getRouteApi('/register');

export function RegisterScreen() {
  const text = useText().identity;
  const { language } = useLanguage();
  const search = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm(
    ({ username = '', email = '', password = '' }) =>
      plaza.auth.register({ body: { username, email, password, locale: language } }),
    ({ user }) => {
      switchViewer(queryClient, user);
      router.history.push(search.next ?? '/');
    },
  );
  const isNameTaken = form.code === 'username_taken';
  const isEmailTaken = form.code === 'email_taken';
  return (
    <FormCard title={text.register}>
      <Form state={form} error={isNameTaken || isEmailTaken ? null : form.error} action={text.register}>
        <TextField
          label={text.username}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          minLength={limits.username.min}
          maxLength={limits.username.max}
          required
          hint={text.usernameHint}
          error={isNameTaken ? text.usernameTaken : form.errorAt('username')}
        />
        <TextField
          label={text.email}
          name="email"
          type="email"
          autoComplete="email"
          maxLength={limits.email}
          required
          error={isEmailTaken ? text.emailTaken : form.errorAt('email')}
        />
        <PasswordField
          label={text.password}
          name="password"
          autoComplete="new-password"
          error={form.errorAt('password')}
        />
      </Form>
      <p>
        {text.haveAccount}{' '}
        <Link to="/login" search={search}>
          {text.signIn}
        </Link>
      </p>
    </FormCard>
  );
}
