// Hands an operation of the outbox to the server.

import { askQuestion, sendAnswer, sendBulkAnswer, sendWithdrawal } from "./requests.js";

/** Sends an answer, an answer for many rows or a withdrawal; what the server says. */
export async function transmit(operation) {
    const { annotator, row } = operation;
    if (operation.kind === "answer") {
        return await sendAnswer(annotator, row, operation.answer);
    }

    if (operation.kind === "bulk") {
        return await sendBulkAnswer(annotator, operation.rows, operation.answer);
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
