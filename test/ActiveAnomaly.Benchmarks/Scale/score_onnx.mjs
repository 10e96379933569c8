// Scores Parquet files with ONNX Runtime, in parallel, a file at a time each: what one machine of many would do.
//
//   npm install --onnxruntime-node-install=skip onnxruntime-node hyparquet
//   node score_onnx.mjs MODEL.onnx FOLDER WORKERS
//
// Each FOLDER/NAME.parquet has a column of single precision a feature, in their order. Its scores go to FOLDER/NAME.scores, as single
// precision, one a row. The last line of the output is JSON: rows, and seconds from the first file opened to the last score written.

import { once } from "node:events";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

// Packages are those of the folder that the program is started in.
const find = createRequire(join(process.cwd(), "index.js"));

if (isMainThread) {
    const [model, folder, workers] = process.argv.slice(2);
    const files = readdirSync(folder).filter(name => name.endsWith(".parquet")).sort();
    const pool = await Promise.all(Array.from({ length: Number(workers) }, () => started(model)));
    const begin = performance.now();
    const counts = await Promise.all(pool.map(worker => scoreFiles(worker, files, folder)));
    const seconds = (performance.now() - begin) / 1000;
    await Promise.all(pool.map(worker => worker.terminate()));
    console.log(JSON.stringify({ rows: counts.reduce((sum, count) => sum + count, 0), seconds, workers: pool.length }));
} else {
    await work();
}

/** Starts a worker, which says when its model is loaded. */
async function started(model) {
    const worker = new Worker(new URL(import.meta.url), { workerData: model });
    await once(worker, "message");
    return worker;
}

/** Takes files from those left until there is none, and gives the number of rows. */
async function scoreFiles(worker, files, folder) {
    let count = 0;
    for (let file = files.shift(); file !== undefined; file = files.shift()) {
        worker.postMessage(join(folder, file));
        const [rows] = await once(worker, "message");
        count += rows;
    }

    return count;
}

async function work() {
    const ort = find("onnxruntime-node");
    const { asyncBufferFromFile, parquetMetadataAsync, parquetRead } = await import(find.resolve("hyparquet"));
    const session = await ort.InferenceSession.create(workerData, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const name = session.inputNames[0];
    parentPort.on("message", async path => parentPort.postMessage(await score(path)));
    parentPort.postMessage("ready");

    async function score(path) {
        const file = await asyncBufferFromFile(path);
        const metadata = await parquetMetadataAsync(file);
        const names = metadata.row_groups[0].columns.map(column => column.meta_data.path_in_schema[0]);
        const rowCount = Number(metadata.num_rows);
        const features = new Float32Array(rowCount * names.length);
        await parquetRead({
            file,
            metadata,
            // Columns come in whatever order they are read.
            onChunk: ({ columnName, columnData, rowStart }) => {
                const column = names.indexOf(columnName);
                for (let row = 0; row < columnData.length; row++) {
                    features[(rowStart + row) * names.length + column] = columnData[row];
                }
            },
        });
        const result = await session.run({ [name]: new ort.Tensor("float32", features, [rowCount, names.length]) }, ["Score"]);
        const scores = result.Score.data;
        await writeFile(path.replace(/parquet$/, "scores"), new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength));
        return rowCount;
    }
}
