import { limits } from '@plaza/contract/limits';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useForm } from '../../app/form.js';
import { plaza } from '../../app/plaza.js';
import { becomeViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/field.js';
import { FormCard } from './form-card.js';

export function RegisterScreen() {
  const text = useText().identity;
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm(
    ({ username = '', email = '', password = '' }) =>
      plaza.auth.register({ body: { username, email, password } }),
    ({ user }) => {
      becomeViewer(queryClient, user);
      router.history.push('/');
    },
  );
  const isNameTaken = form.code === 'username_taken';
  const isEmailTaken = form.code === 'email_taken';
  return (
    <FormCard title={text.register} error={isNameTaken || isEmailTaken ? null : form.error}>
      <form onSubmit={form.submit}>
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
        <TextField
          label={text.password}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={limits.password.min}
          required
          hint={text.passwordHint}
          error={form.errorAt('password')}
        />
        <Button look="primary" type="submit" disabled={form.isSending}>
          {text.register}
        </Button>
      </form>
      <p>
        {text.haveAccount} <Link to="/login">{text.signIn}</Link>
      </p>
    </FormCard>
  );
}
