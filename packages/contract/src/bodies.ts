import type { z } from 'zod';

/** One file of a multipart body. */
export interface FilePart {
  readonly maxBytes: number;
  /** Such as `image/png` or `image/*`. */
  readonly mediaTypes: readonly string[];
  readonly optional?: true;
}

/** Fields and files, `multipart/form-data`. Fields come before files, so that files can be streamed and none is held whole. */
export interface MultipartBody {
  readonly kind: 'multipart';
  readonly fields: z.ZodObject;
  readonly files: Readonly<Record<string, FilePart>>;
}

/** Bytes as they are, streamed. */
export interface UploadBody {
  readonly kind: 'upload';
  readonly mediaTypes: readonly string[];
  readonly maxBytes: number;
}

/** What an HTML form sends, `application/x-www-form-urlencoded`: text alone, each field once. */
export interface FormBody {
  readonly kind: 'form';
  readonly fields: z.ZodObject;
}

/** What a request carries; a schema alone stands for JSON. */
export type Body = z.ZodObject | MultipartBody | UploadBody | FormBody;
export type BodyKind = 'json' | Exclude<Body, z.ZodObject>['kind'];

export function multipart<const Fields extends z.ZodObject, const Files extends MultipartBody['files']>(
  parts: Readonly<{ fields: Fields; files: Files }>,
) {
  return { kind: 'multipart', ...parts } as const satisfies MultipartBody;
}

export function upload(accepted: Omit<UploadBody, 'kind'>) {
  return { kind: 'upload', ...accepted } as const satisfies UploadBody;
}

export function form<const Fields extends z.ZodObject>(fields: Fields) {
  return { kind: 'form', fields } as const satisfies FormBody;
}

export function kindOfBody(body: Body): BodyKind {
  return 'kind' in body ? body.kind : 'json';
}

/** Whether the body arrives while the handler works. */
export function isStreamed(body: Body): boolean {
  return ['multipart', 'upload'].includes(kindOfBody(body));
}

/** Bytes on their way in, read once and in order; reading fails when the client goes away or sends more than may be. */
export interface Incoming {
  /** As the client names it, without parameters; what it really is, the bytes have to say. */
  mediaType: string;
  content: AsyncIterable<Uint8Array>;
}

/** A file of a multipart body. */
export interface IncomingFile<Name extends string = string> extends Incoming {
  part: Name;
  /** As the client names it, without a path. */
  filename: string | null;
}

/** Bytes as the body of a request. */
export interface IncomingUpload extends Incoming {
  /** Null where the client does not say it before. */
  length: number | null;
}

/** What a caller passes as the body. */
export type BodyInput<Given> = Given extends z.ZodType
  ? { body: z.input<Given> }
  : Given extends FormBody
    ? { body: z.input<Given['fields']> }
    : Given extends MultipartBody
      ? { body: z.input<Given['fields']>; files: FilesInput<Given['files']> }
      : Given extends UploadBody
        ? { upload: Blob }
        : never;

type FilesInput<Files extends MultipartBody['files']> = {
  [Name in keyof Files as Files[Name] extends { optional: true } ? never : Name]: Blob;
} & { [Name in keyof Files as Files[Name] extends { optional: true } ? Name : never]?: Blob };

/** What a handler receives of the body, after validation. */
export type BodyOutput<Given> = Given extends z.ZodType
  ? { body: z.output<Given> }
  : Given extends FormBody
    ? { body: z.output<Given['fields']> }
    : Given extends MultipartBody
      ? {
          body: z.output<Given['fields']>;
          /** In the order of the request; each has to be read before the next. Ends with `invalid_input` where one is missing. */
          files: AsyncIterable<IncomingFile<keyof Given['files'] & string>>;
        }
      : Given extends UploadBody
        ? { upload: IncomingUpload }
        : never;
