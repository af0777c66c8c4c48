// The service, as this page asks it. The token is a variable of this module: it is written nowhere
// else, and gone with the page.

let token = null;

// Without credentials the browser keeps its own sign-in dialog for itself when a 401 comes.
const COMMON = {credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer"};

const PATIENCE_MILLIS = 8000;

// An answer that is none of the expected ones; code is the service's, or null if nothing came.
export class Refused extends Error {
  constructor(status, code) {
    super(code ?? "no answer");
    this.status = status;
    this.code = code;
  }
}

export function isSignedIn() {
  return token !== null;
}

export function signOut() {
  token = null;
}

export async function signIn(clientId, secret) {
  const answer = await send("/oauth2/token", {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: secret,
      scope: "ledger.operate",
    }),
  });
  token = answer.access_token;
}

export function get(path) {
  return send(path, {headers: authorization()});
}

// A mutation: the same key may be sent again and again, and is carried out once.
export function remove(path, key) {
  return send(path, {
    method: "DELETE",
    headers: {...authorization(), "Pryzma-Idempotency-Key": key},
  });
}

export function newKey() {
  // Not randomUUID: browsers have it for https and this machine alone.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function authorization() {
  return {Authorization: `Bearer ${token}`};
}

async function send(path, options) {
  let response;
  let body;
  try {
    response = await fetch(path, {...COMMON, ...options, signal: AbortSignal.timeout(PATIENCE_MILLIS)});
    body = await response.json();
  } catch {
    throw new Refused(response?.status ?? 0, null);
  }
  if (!response.ok) {
    throw new Refused(response.status, body.error);
  }
  return body;
}
