import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { session } from '../client/plaza.js';
import { becomeViewer } from '../client/viewer.js';
import { useToasts } from '../ui/toasts.js';

/** Shows the page as a stranger sees it as soon as the session is over, whoever ended it and wherever. */
export function useSessionEnd(): void {
  const text = useText().identity;
  const toasts = useToasts();
  const router = useRouter();
  const queryClient = useQueryClient();
  const onEnd = useEffectEvent(async (reason: 'left' | 'ended') => {
    becomeViewer(queryClient, null);
    if (reason === 'left') await router.navigate({ to: '/' });
    else toasts.say(text.sessionEnded);
    // Screens of signed-in people ask to sign in, and come back then.
    await router.invalidate();
  });
  useEffect(() => session.onEnd((reason) => void onEnd(reason)), []);
}
