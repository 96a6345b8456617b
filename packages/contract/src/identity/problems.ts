export const identityProblems = {
  token_invalid: { status: 400, title: 'This link or code is not valid any more' },
  invalid_credentials: { status: 401, title: 'The name or the password is wrong' },
  session_ended: { status: 401, title: 'This session has ended' },
  registration_closed: { status: 403, title: 'Registration is closed' },
  username_taken: { status: 409, title: 'This username is taken' },
  email_taken: { status: 409, title: 'This e-mail address is in use' },
  last_admin: { status: 409, title: 'The last administrator has to stay' },
} as const;
