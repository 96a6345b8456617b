import type { Channel, SharedMessage } from '@plaza/contract';
import { limits } from '@plaza/contract/limits';
import { permissionsIn } from '@plaza/contract/permissions';
import { useEffect, useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { useViewer } from '../../client/viewer.js';
import { Composer } from '../../ui/composer.js';
import { SignInLink } from '../identity/index.js';
import styles from './message-composer.module.css';
import { useTypingSignal } from './use-typing.js';

interface MessageComposerProps {
  channel: Channel;
  messages: SharedMessage[];
  replyingTo?: string;
  onSend: (body: string) => void;
  onEditLast: () => void;
  onCancel?: () => void;
}

/** Where the next message is written, or why none can be. */
export function MessageComposer(props: MessageComposerProps) {
  const { channel, messages, replyingTo, onSend, onEditLast, onCancel } = props;
  const text = useText();
  const isSignedIn = useViewer() !== null;
  const typing = useTypingSignal(channel);
  const slowMode = useSlowMode(channel, messages);
  const { can, writeObstacle } = channel.viewer;
  if (!can.send) {
    return (
      <p className={styles.closed}>
        {isSignedIn ? (
          text.messages.obstacles[writeObstacle ?? 'forbidden']
        ) : (
          <SignInLink>{text.messages.signIn}</SignInLink>
        )}
      </p>
    );
  }
  return (
    <Composer
      label={text.messages.label}
      action={text.messages.send}
      maxLength={limits.messageBody}
      draftKey={`channel.${channel.id}`}
      sendsOnEnter
      isCompact
      focusOn={replyingTo ?? channel.id}
      blockedBy={slowMode.wait > 0 ? text.messages.slowMode({ seconds: slowMode.wait }) : undefined}
      hint={slowMode.isOn ? text.messages.slowModeHint({ seconds: channel.slowModeSeconds }) : undefined}
      onTyping={typing.signal}
      onEmptyUp={onEditLast}
      onSend={(body) => {
        typing.stop();
        onSend(body);
        return true;
      }}
      {...(onCancel && { onCancel })}
    />
  );
}

interface SlowMode {
  /** Whether it applies to the viewer. */
  isOn: boolean;
  /** Seconds until the viewer may write again. */
  wait: number;
}

/** How long the viewer has to wait in a channel with slow mode, counting down by itself. */
function useSlowMode({ slowModeSeconds, viewer }: Channel, messages: SharedMessage[]): SlowMode {
  const viewerId = useViewer()?.id;
  const isOn = slowModeSeconds > 0 && !permissionsIn(viewer.permissions).includes('bypass_slow_mode');
  const last = isOn ? messages.findLast(({ author }) => author.id === viewerId) : undefined;
  const until = last ? Date.parse(last.createdAt) + slowModeSeconds * 1000 : 0;
  const [now, setNow] = useState(Date.now);
  const isWaiting = until > now;
  useEffect(() => {
    setNow(Date.now());
    if (!isWaiting) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return { isOn, wait: isOn ? Math.max(Math.ceil((until - now) / 1000), 0) : 0 };
}
