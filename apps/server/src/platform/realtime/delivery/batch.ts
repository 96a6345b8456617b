import { events as contractEvents, type UserId } from '@plaza/contract';
import type { LoggedEvent } from '../../events/domain-events.js';
import type {
  Effect,
  Frame,
  FrameEffect,
  PersonalFrame,
  PersonalFramesEffect,
  Recipients,
} from '../effects.js';
import type { Connection, Target } from '../hub/connection.js';
import type { LogCursor } from './log-cursors.js';

/** A frame on its way. */
interface Send {
  kind: 'send';
  frame: Frame;
  targets: Target[];
  /** Which of the sending effects of its event it belongs to, from 1. */
  ordinal: number;
  /** How far a client has come once it got the frame; undefined for what is not replayed. */
  cursor: LogCursor | undefined;
  onDelivered: FrameEffect['onDelivered'];
}

type SendingEffect = FrameEffect | PersonalFramesEffect;

/** What becomes of an event, one after the other: a frame is sent, or it changes who gets what follows. */
export type Step = Send | Exclude<Effect, SendingEffect>;

const NOBODY: ReadonlySet<UserId> = new Set();

/** Events of which everything is known that their delivery needs. */
export class Batch {
  /** What a refresh changes for sockets, by what they were subscribed to when that was asked. */
  readonly refreshed = new Map<Connection, { gained: ReadonlySet<string>; lost: ReadonlySet<string> }>();
  /** Who gains a topic by these events. */
  readonly gaining = new Map<string, Set<UserId>>();
  /** Frames that people get when their topics are refreshed. */
  readonly topicsChanged = new Map<UserId, Frame[]>();
  /** Whom the filter of recipients picked. */
  readonly filtered = new Map<Recipients, ReadonlySet<UserId>>();
  readonly personalFrames = new Map<PersonalFramesEffect, PersonalFrame[]>();

  constructor(readonly effects = new Map<LoggedEvent, Effect[]>()) {}

  steps(event: LoggedEvent): Step[] {
    const effects = this.effects.get(event) ?? [];
    const last = effects.findLast((effect) => sends(effect) && mayBeReplayed(effect));
    let ordinal = 0;
    return effects.flatMap((effect): Step[] => {
      if (!sends(effect)) return [effect];
      ordinal += 1;
      const isLast = effect === last;
      const cursor = {
        position: event.position,
        at: event.at.getTime(),
        ...(!isLast && { framesSent: ordinal }),
      };
      return this.framesOf(effect).map(({ frame, targets }) => ({
        kind: 'send',
        frame,
        targets,
        ordinal,
        cursor: contractEvents[frame.event].replayed ? cursor : undefined,
        onDelivered: effect.kind === 'frame' ? effect.onDelivered : undefined,
      }));
    });
  }

  private framesOf(effect: SendingEffect): Pick<Send, 'frame' | 'targets'>[] {
    if (effect.kind === 'personalFrames') {
      const { topic } = effect;
      const frames = this.personalFrames.get(effect) ?? [];
      return frames.map((frame) => ({ frame, targets: [{ topic, only: new Set(frame.users) }] }));
    }
    const targets = recipientsOf(effect).map((to) => ({
      topic: to.topic,
      except: to.except,
      only: to.filter && (this.filtered.get(to) ?? NOBODY),
    }));
    return [{ frame: effect, targets }];
  }
}

export function recipientsOf({ to }: FrameEffect): Recipients[] {
  return Array.isArray(to) ? to : [to];
}

function sends(effect: Effect): effect is SendingEffect {
  return effect.kind === 'frame' || effect.kind === 'personalFrames';
}

function mayBeReplayed(effect: SendingEffect): boolean {
  return effect.kind === 'personalFrames' || contractEvents[effect.event].replayed;
}
