import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import { viewerQuery } from '../../client/viewer.js';
import { Button, buttonClass } from '../../ui/button.js';
import { FormError } from '../../ui/form.js';
import { FormCard } from './form-card.js';

const verifyRoute = getRouteApi('/verify');
const undoRoute = getRouteApi('/undo-email');

/** Proves an e-mail address with a mailed link. */
export function VerifyScreen() {
  const text = useText().identity;
  const { token = '' } = verifyRoute.useSearch();
  return (
    <TokenCard
      title={text.verifyTitle}
      about={text.verifyAbout}
      action={text.verify}
      done={text.verified}
      use={() => plaza.auth.verifyEmail({ body: { token } })}
    />
  );
}

/** Takes a change of e-mail back with the link mailed to the old address. */
export function UndoEmailScreen() {
  const text = useText().identity;
  const { token = '' } = undoRoute.useSearch();
  return (
    <TokenCard
      title={text.undoEmailTitle}
      about={text.undoEmailAbout}
      action={text.undoEmail}
      done={text.undone}
      use={() => plaza.auth.undoEmailChange({ body: { token } })}
    />
  );
}

interface TokenCardProps {
  title: string;
  about: string;
  action: string;
  done: string;
  use: () => Promise<unknown>;
}

/** Asks before it uses the token: mail programs open links by themselves. */
function TokenCard({ title, about, action, done, use }: TokenCardProps) {
  const text = useText();
  const queryClient = useQueryClient();
  const using = useMutation({
    mutationFn: use,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: viewerQuery.queryKey }),
  });
  return (
    <FormCard title={title}>
      <FormError error={using.error} />
      <p>{using.isSuccess ? done : about}</p>
      {using.isSuccess ? (
        <Link to="/" className={buttonClass('primary')}>
          {text.errors.home}
        </Link>
      ) : (
        <Button look="primary" disabled={using.isPending} onClick={() => using.mutate()}>
          {action}
        </Button>
      )}
    </FormCard>
  );
}
