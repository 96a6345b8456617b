import type { Account } from '@plaza/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { updateViewer } from '../../client/viewer.js';
import { useToasts } from '../../ui/toasts.js';

/** Shows a changed account wherever it matters, and says that it was saved. */
export function useAccountSaved(): (account: Account) => void {
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const text = useText();
  return (account) => {
    updateViewer(queryClient, account);
    toasts.show(text.common.saved);
  };
}
