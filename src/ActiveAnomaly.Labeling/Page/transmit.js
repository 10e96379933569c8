// Hands an operation of the outbox to the server.

import { askQuestion, sendAnswer, sendBulkAnswer, sendBulkWithdrawal, sendWithdrawal } from "./requests.js";

/** Sends an answer or a withdrawal, of one row or of many; what the server says. */
export async function transmit(operation) {
    const { annotator, row } = operation;
    if (operation.kind === "answer") {
        return await sendAnswer(annotator, row, operation.answer);
    }

    if (operation.kind === "bulk") {
        return await sendBulkAnswer(annotator, operation.rows, operation.answer);
    }

    if (operation.kind === "bulk-withdrawal") {
        return await withdrawAll(operation);
    }

    try {
        return await sendWithdrawal(annotator, row);
    } catch (error) {
        if (error.status !== 409 || operation.wasSent !== true) {
            throw error;
        }

        // The attempt before had arrived, and only its answer was lost.
        return { sequence: 0, row, next: await askQuestion(annotator, false) };
    } finally {
        operation.wasSent = true;
    }
}

/** Those of an operation's rows that the server did not refuse, by what it says of it. */
export function takenOf(rows, { refused = [] }) {
    const others = new Set(refused.map(each => each.row));
    return rows.filter(row => !others.has(row));
}

async function withdrawAll(operation) {
    const { annotator, rows, wasSent = false } = operation;
    operation.wasSent = true;
    const result = await sendBulkWithdrawal(annotator, rows);
    // The attempt before had arrived, and only its answer was lost.
    return wasSent && result.count === 0 ? { ...result, count: rows.length, refused: [] } : result;
}
