import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { TextField } from '../../ui/field.js';
import { Form, useForm } from '../../ui/form.js';
import { FormCard } from './form-card.js';

export function ForgotScreen() {
  const text = useText().identity;
  const [isSent, setIsSent] = useState(false);
  const form = useForm(
    ({ email = '' }) => plaza.auth.forgotPassword({ body: { email } }),
    () => setIsSent(true),
  );
  return (
    <FormCard title={text.forgotTitle}>
      {isSent ? (
        <p role="status">{text.forgotSent}</p>
      ) : (
        <Form state={form} action={text.sendLink}>
          <TextField
            label={text.email}
            name="email"
            type="email"
            autoComplete="email"
            required
            error={form.errorAt('email')}
          />
        </Form>
      )}
    </FormCard>
  );
}
