import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { type FilePart, type IncomingFile, limits, type MultipartBody } from '@plaza/contract';
import type { FastifyRequest } from 'fastify';
import { invalidInput, ProblemError } from '../../problems/problem-error.js';
import { parse } from '../input.js';
import type { IncomingBody } from './incoming-body.js';
import { assertAccepted, bareMediaType } from './media-types.js';

const MAX_FIELDS = 100;
const MAX_HEADERS = 20;
const MAX_HEADER_BYTES = 8_192;
const MAX_FILENAME = 255;

/** What a handler receives of a multipart body. */
export interface MultipartInput {
  body: unknown;
  files: AsyncIterable<IncomingFile>;
  /** Called once the handler is done, whether it has read all of them or not. */
  close(): void;
}

/**
 * Reads the fields, and goes on with the files while the handler reads them. Errors: `unsupported_media_type` without a
 * multipart body, `malformed_request` for a broken one, `invalid_input` for fields and files that the shape does not have or
 * that are missing, `payload_too_large`; those of the files come while they are read.
 */
export async function readMultipart(
  shape: MultipartBody,
  request: FastifyRequest,
  incoming: IncomingBody,
): Promise<MultipartInput> {
  const contentType = request.headers['content-type'] ?? '';
  assertAccepted(bareMediaType(contentType), ['multipart/form-data']);
  const parts = new PartReader(shape, contentType);
  void parts.feed(incoming.chunks(longest(shape)));
  try {
    const body = parse(shape.fields, await parts.fields);
    return { body, files: parts.files(), close: () => parts.close() };
  } catch (error) {
    parts.close();
    throw error;
  }
}

interface ArrivingFile extends Omit<IncomingFile, 'content'> {
  stream: BusboyFileStream;
  accepted: FilePart;
}

class PartReader {
  private readonly parser: BusboyInstance;
  private readonly texts = new Map<string, string>();
  private readonly streams = new Map<string, BusboyFileStream>();
  /** The files, as far as they have arrived; ends or fails with the body. */
  private readonly arriving = new Readable({ objectMode: true, read: () => undefined });
  private readonly stopping = new AbortController();
  private readonly fieldsRead = Promise.withResolvers<Record<string, string>>();
  private textBytes = 0;

  constructor(
    private readonly shape: MultipartBody,
    contentType: string,
  ) {
    this.parser = createParser(shape, contentType);
    this.parser.on('field', (name, value, _, isCut) =>
      this.attempt(() => this.takeField(name, value, isCut)),
    );
    this.parser.on('file', (name, stream, filename, _, mediaType) => {
      // Whoever reads the stream learns of it; nobody may.
      stream.on('error', (error) => this.fail(error));
      this.attempt(() => this.takeFile(name, stream, filename, mediaType));
    });
    this.parser.on('finish', () => this.attempt(() => this.finish()));
    this.parser.on('error', (error) => this.fail(error));
    for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) {
      this.parser.on(limit, () =>
        this.fail(new ProblemError('payload_too_large', { detail: 'Too many parts' })),
      );
    }
    this.arriving.on('error', () => undefined);
    this.fieldsRead.promise.catch(() => undefined);
  }

  /** Fields that come before the first file; there are none behind it. */
  get fields(): Promise<Record<string, string>> {
    return this.fieldsRead.promise;
  }

  /** Never rejects: errors surface in `fields` and `files`. */
  async feed(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const { signal } = this.stopping;
    try {
      for await (const chunk of chunks) {
        const isTaken = this.parser.write(chunk);
        signal.throwIfAborted();
        if (!isTaken) await once(this.parser, 'drain', { signal });
      }
      this.parser.end();
    } catch (error) {
      this.fail(error);
    }
  }

  async *files(): AsyncGenerator<IncomingFile> {
    for await (const file of this.arriving as AsyncIterable<ArrivingFile>) {
      const { stream, accepted, ...about } = file;
      yield { ...about, content: bounded(file) };
      // What the handler has left of it, so that the next can arrive.
      stream.resume();
    }
  }

  close(): void {
    this.fail(brokenPart());
  }

  private takeField(name: string | undefined, value: string, isCut: boolean): void {
    if (name === undefined) throw brokenPart();
    if (this.streams.size > 0) throw invalidInput(name, 'order', 'Fields come before files');
    if (this.texts.has(name)) throw invalidInput(name, 'repeated', 'Once is enough');
    this.textBytes += name.length + value.length;
    if (isCut || this.textBytes > limits.bodyBytes) throw new ProblemError('payload_too_large');
    this.texts.set(name, value);
  }

  private takeFile(
    name: string | undefined,
    stream: BusboyFileStream,
    filename: string | undefined,
    mediaType: string,
  ): void {
    if (name === undefined) throw brokenPart();
    const accepted = Object.hasOwn(this.shape.files, name) ? this.shape.files[name] : undefined;
    if (!accepted) throw invalidInput(name, 'unrecognized_keys', 'There is no such file here');
    if (this.streams.has(name)) throw invalidInput(name, 'repeated', 'Once is enough');
    assertAccepted(mediaType, accepted.mediaTypes);
    this.streams.set(name, stream);
    this.fieldsRead.resolve(Object.fromEntries(this.texts));
    const cleanName =
      filename
        ?.replaceAll(/[\p{C}/\\]/gu, '')
        .slice(0, MAX_FILENAME)
        .toWellFormed() || null;
    this.arriving.push({
      part: name,
      filename: cleanName,
      mediaType,
      stream,
      accepted,
    } satisfies ArrivingFile);
  }

  private finish(): void {
    const missing = Object.entries(this.shape.files)
      .filter(([name, { optional }]) => !optional && !this.streams.has(name))
      .map(([path]) => ({ path, code: 'missing', message: 'This file is needed' }));
    if (missing.length > 0) throw new ProblemError('invalid_input', { errors: missing });
    this.fieldsRead.resolve(Object.fromEntries(this.texts));
    this.arriving.push(null);
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    // The parser says in words of its own what is wrong with the bytes.
    const problem = error instanceof ProblemError ? error : brokenPart();
    this.stopping.abort(problem);
    this.fieldsRead.reject(problem);
    this.arriving.destroy(problem);
    for (const stream of this.streams.values()) stream.destroy(problem);
  }
}

function createParser(shape: MultipartBody, contentType: string): BusboyInstance {
  const files = Object.keys(shape.files).length;
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: (name, _, filename) => filename !== undefined || Object.hasOwn(shape.files, name ?? ''),
      limits: {
        fields: MAX_FIELDS,
        fieldSize: limits.bodyBytes,
        // One more than there are, to say which one is too many.
        files: files + 1,
        parts: MAX_FIELDS + files + 1,
        headerPairs: MAX_HEADERS,
        headerSize: MAX_HEADER_BYTES,
      },
    });
  } catch {
    throw new ProblemError('malformed_request', { detail: 'The multipart body names no boundary' });
  }
}

async function* bounded({ stream, accepted, part }: ArrivingFile): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > accepted.maxBytes) {
      throw new ProblemError('payload_too_large', {
        errors: [{ path: part, code: 'too_big', message: `At most ${accepted.maxBytes} bytes` }],
      });
    }
    yield chunk;
  }
}

/** All files at their largest, and the fields and headers around them. */
function longest({ files }: MultipartBody): number {
  const parts = Object.values(files);
  const around = limits.bodyBytes + (parts.length + MAX_FIELDS) * MAX_HEADER_BYTES;
  return parts.reduce((sum, { maxBytes }) => sum + maxBytes, around);
}

function brokenPart(): ProblemError {
  return new ProblemError('malformed_request', { detail: 'The multipart body is broken' });
}
