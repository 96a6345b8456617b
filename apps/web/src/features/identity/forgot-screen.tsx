import { useState } from 'react';
import { useForm } from '../../app/form.js';
import { plaza } from '../../app/plaza.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/field.js';
import { FormCard } from './form-card.js';

export function ForgotScreen() {
  const text = useText().identity;
  const [isSent, setIsSent] = useState(false);
  const form = useForm(
    ({ email = '' }) => plaza.auth.forgotPassword({ body: { email } }),
    () => setIsSent(true),
  );
  return (
    <FormCard title={text.forgotTitle} error={form.error}>
      {isSent ? (
        <p role="status">{text.forgotSent}</p>
      ) : (
        <form onSubmit={form.submit}>
          <TextField
            label={text.email}
            name="email"
            type="email"
            autoComplete="email"
            required
            error={form.errorAt('email')}
          />
          <Button look="primary" type="submit" disabled={form.isSending}>
            {text.sendLink}
          </Button>
        </form>
      )}
    </FormCard>
  );
}
