// The server's HTTP interface. Every function returns what the server answered or throws a ServerError.

/** What went wrong with a request: what the server said of it, or that nothing came back. */
export class ServerError extends Error {
    constructor(message, status, title = "") {
        super(message);
        this.name = "ServerError";
        /** The HTTP status, 0 where no answer came. */
        this.status = status;
        this.title = title;
    }

    /** Whether no answer came at all. */
    get isOffline() {
        return this.status === 0;
    }

    /** Whether the server asks who this is: it was started anew, with another token. */
    get isUnknown() {
        return this.status === 401;
    }

    /** Whether another session is served at this address now. */
    get isOtherSession() {
        return this.status === 412;
    }

    /** Whether the same request may succeed later: nothing came back, or the trouble is the server's. */
    get isTemporary() {
        return this.isOffline || this.isUnknown || this.isOtherSession || this.status === 408 || this.status === 429 || this.status >= 500;
    }
}

const readTimeout = 20_000;
const writeTimeout = 20_000;
const longTimeout = 600_000;

let sessionKey = null;

/** What does not change: columns, names, options. From then on every request is for this session, and refused by any other. */
export const getSession = async () => {
    const session = await read("api/session");
    sessionKey = session.key;
    return session;
};

/** The state as it is now. */
export const getState = annotator => read(`api/state${query({ annotator })}`);

/** All there is of a row. */
export const getRow = (row, annotator) => read(`api/rows/${row}${query({ annotator })}`);

/** What a row's score comes from. */
export const getExplanation = (row, annotator) => read(`api/rows/${row}/explanation${query({ annotator })}`);

/** What comes after each answer for the row before the annotator. */
export const getLookahead = (row, annotator) => read(`api/rows/${row}/lookahead${query({ annotator })}`);

/** A page of the table. */
export const getRows = options => read(`api/rows${query(options)}`);

/** Rows like one, nearest first. */
export const getSimilar = (row, count) => read(`api/rows/${row}/similar${query({ count })}`);

/** Groups of similar rows with the highest scores. */
export const getReview = count => read(`api/review${query({ count })}`);

/** Rows that annotators answered differently. */
export const getDisagreements = () => read(`api/disagreements${query()}`);

/** Places of rows in the plane. */
export const getMap = () => read(`api/map${query()}`);

/** Places of further rows. */
export const getPlaces = rows => write("api/map/places", { rows });

/** The row to look at; `another` puts it back and asks something else. */
export const askQuestion = (annotator, another) => write("api/question", { annotator, another });

/** Answers a row. Returns when the answer is kept, with all there is of the next row. */
export const sendAnswer = (annotator, row, answer) => write("api/answers", { annotator, row, answer, wantsNextRow: true });

/** Answers many rows alike; those that are decided by now stay as they are. */
export const sendBulkAnswer = (annotator, rows, answer) => write("api/bulk-answers", { annotator, rows, answer, onlyOpen: true });

/** Takes an answer back; gives all there is of the next row. */
export const sendWithdrawal = (annotator, row) => write("api/withdrawals", { annotator, row, wantsNextRow: true });

/** Takes the answers of many rows back. */
export const sendBulkWithdrawal = (annotator, rows) => write("api/bulk-withdrawals", { annotator, rows });

/** Replaces the annotator's note of a row. */
export const sendNote = (annotator, row, text, tags) => write("api/notes", { annotator, row, text, tags });

/** Reads labels from the text of a file. */
export const importLabels = (annotator, file) =>
    request(`api/imports/labels${query({ annotator })}`, postOf(file, "text/csv"), longTimeout).then(json);

/** The address of an export. */
export const exportAddress = name => `api/exports/${encodeURIComponent(name)}${query()}`;

/** An export as a blob. */
export const getExport = async name => (await request(exportAddress(name), {}, longTimeout)).blob();

/** The address of the state's event stream. */
export const eventsAddress = annotator => `api/events${query({ annotator })}`;

function query(values = {}) {
    const parts = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...values, session: sessionKey })) {
        if (value !== null && value !== undefined) {
            parts.set(name, value);
        }
    }

    const text = parts.toString();
    return text === "" ? "" : `?${text}`;
}

function read(path) {
    return request(path, {}, readTimeout).then(json);
}

function write(path, body) {
    return request(path + query(), postOf(JSON.stringify(body), "application/json"), writeTimeout).then(json);
}

function postOf(body, type) {
    return { method: "POST", body, headers: { "Content-Type": type, "X-Active-Anomaly": "1" } };
}

async function request(path, options, timeout) {
    let response;
    try {
        response = await fetch(path, { ...options, cache: "no-store", signal: AbortSignal.timeout(timeout) });
    } catch (error) {
        // fetch throws a TypeError where no connection came about, and the signal's error after the timeout; no other reason is known.
        if (error instanceof TypeError) {
            throw new ServerError("The server does not answer.", 0);
        }

        if (error.name === "TimeoutError") {
            throw new ServerError(`The server did not answer within ${timeout / 1000} seconds.`, 0);
        }

        throw error;
    }

    if (!response.ok) {
        throw await problemOf(response);
    }

    return response;
}

async function json(response) {
    try {
        return await response.json();
    } catch (error) {
        throw new ServerError(`The server's answer broke off or is no JSON (${error.message}).`, 0);
    }
}

async function problemOf(response) {
    const text = await response.text().catch(() => "");
    let problem = null;
    try {
        problem = JSON.parse(text);
    } catch {
        // Not of this server: a proxy's page, or nothing. The status says what is known.
    }

    const detail = problem?.detail ?? problem?.title ?? `The server answered ${response.status} ${response.statusText}`.trim() + ".";
    return new ServerError(detail, response.status, problem?.title ?? "");
}
