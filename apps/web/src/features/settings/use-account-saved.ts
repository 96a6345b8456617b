import type { Account } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { viewerQuery } from '../../client/viewer.js';
import { useToasts } from '../../ui/toasts.js';

/** Puts a changed account everywhere it is shown. */
export function useAccountSaved(): (account: Account) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const text = useText();
  return (account) => {
    queryClient.setQueryData(viewerQuery.queryKey, account);
    void queryClient.invalidateQueries({ queryKey: ['profile'] });
    // Who hides their marks sees those of others no more.
    void queryClient.invalidateQueries({ queryKey: ['pointers'] });
    toasts.say(text.common.saved);
  };
}
