/** The head of a multipart request that is written by hand, up to its body. */
export function headOf(path: string, token: string, length: number | 'chunked'): string {
  return [
    `POST /api/v1${path} HTTP/1.1`,
    'Host: test',
    `Authorization: Bearer ${token}`,
    'Content-Type: multipart/form-data; boundary=XX',
    length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    '',
    '',
  ].join('\r\n');
}

/** The fields of an emblem and the beginning of its image. */
export const beforeImage = [
  '--XX',
  'Content-Disposition: form-data; name="name"',
  '',
  'Guild',
  '--XX',
  'Content-Disposition: form-data; name="size"',
  '',
  '3',
  '--XX',
  'Content-Disposition: form-data; name="image"; filename="a.png"',
  'Content-Type: image/png',
  '',
  '',
].join('\r\n');
