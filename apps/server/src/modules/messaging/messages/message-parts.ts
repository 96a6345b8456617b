import { Injectable } from '@nestjs/common';
import type { Message, SharedMessage, UserId, UserSummary } from '@plaza/contract';
import type { MessageRow } from './messages.repository.js';

/** Whom the views of a channel's messages are for. */
export interface MessageViewer {
  viewerId: UserId | null;
  /** What they may do in the channel now. */
  permissions: bigint;
}

/** What the caller has read already, so that no part reads it again. */
export interface KnownForViews {
  people?: readonly UserSummary[];
}

/** Reads what its fields need for all rows at once, and gives the fields of each. */
export type SharedMessagePart = (
  rows: readonly MessageRow[],
  known: KnownForViews,
) => Promise<(row: MessageRow) => Partial<SharedMessage>>;

/** The same for fields of `viewer`. */
export type ViewerMessagePart = (
  rows: readonly MessageRow[],
  viewer: MessageViewer,
) => Promise<(row: MessageRow) => Partial<Message['viewer']>>;

/** What message views consist of beside the row itself: each part is registered by the module that owns its fields. */
@Injectable()
export class MessageParts {
  private readonly sharedParts: SharedMessagePart[] = [];
  private readonly viewerParts: ViewerMessagePart[] = [];

  /** Adds fields that are the same for all who may read the message: they appear in answers and in events. */
  register(part: SharedMessagePart): void {
    this.sharedParts.push(part);
  }

  /** Adds fields of `viewer`: they appear in answers alone. */
  registerForViewer(part: ViewerMessagePart): void {
    this.viewerParts.push(part);
  }

  async loadShared(
    rows: readonly MessageRow[],
    known: KnownForViews,
  ): Promise<(row: MessageRow) => Partial<SharedMessage>> {
    return merged(await Promise.all(this.sharedParts.map((part) => part(rows, known))));
  }

  async loadForViewer(
    rows: readonly MessageRow[],
    viewer: MessageViewer,
  ): Promise<(row: MessageRow) => Partial<Message['viewer']>> {
    return merged(await Promise.all(this.viewerParts.map((part) => part(rows, viewer))));
  }
}

function merged<Fields>(parts: ((row: MessageRow) => Fields)[]): (row: MessageRow) => Fields {
  return (row) => Object.assign({}, ...parts.map((fieldsOf) => fieldsOf(row)));
}
