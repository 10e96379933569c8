// After a time without connection another session may be served at the same address: its rows are other rows.

import { getSession, ServerError } from "./requests.js";

/** Asks the server which session it serves; throws, with `isOtherSession`, where that is another one than `session`. */
export async function requireSameSession(session) {
    const { id, name, rowCount, columns } = await getSession();
    if (id === session.id && name === session.name && rowCount === session.rowCount && columns.length === session.columns.length) {
        return;
    }

    const error = new ServerError(`Another session is served at this address now: ${id} (${name}). This page shows ${session.id} and takes `
        + "no more answers. Start that session's command again, or reload the page for the other one.", 409);
    error.isOtherSession = true;
    throw error;
}
