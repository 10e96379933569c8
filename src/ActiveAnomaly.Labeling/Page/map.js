// The map: rows as points in the plane, like rows near each other; answers by shape and colour.

import { getMap, getPlaces } from "./requests.js";
import { counted, percent, score } from "./format.js";
import { nearest } from "./shapes.js";
import { byId, setAttribute, setText } from "./dom.js";

const reach = 14;
const margin = 10;
const shortest = 4000;

/** Draws the map and opens the row that is clicked. */
export class RowMap {
    #canvas = byId("map");
    #tip = byId("map-tip");
    #map = null;
    #places = new Map();
    #asked = new Set();
    #missing = false;
    #here = null;
    #decisions;
    #frame = null;
    #loadedStage = null;
    #loadTimer = null;
    #loadedAt = 0;
    #drawn = { xs: [], ys: [], rows: [] };
    #idOf;

    constructor(decisions, idOf, open) {
        this.#decisions = decisions;
        this.#idOf = idOf;
        this.#canvas.addEventListener("click", event => {
            const row = this.#rowAt(event);
            if (row !== null) {
                open(row);
            }
        });
        this.#canvas.addEventListener("pointermove", event => this.#showTip(event));
        this.#canvas.addEventListener("pointerleave", () => {
            this.#tip.hidden = true;
        });
        new ResizeObserver(() => this.redraw()).observe(this.#canvas);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    }

    /** Marks the row on screen. */
    set here(row) {
        if (this.#here !== row) {
            this.#here = row;
            this.redraw();
        }
    }

    /** Reads the map where it is not ready, and its scores where a newer model has others. */
    follow(stage) {
        const isDue = this.#map === null || !this.#map.isReady || stage !== this.#loadedStage;
        if (!isDue || this.#loadTimer !== null) {
            return;
        }

        const wait = this.#map === null ? 0 : Math.max(0, this.#loadedAt + shortest - performance.now());
        this.#loadTimer = setTimeout(() => void this.#load(stage), wait);
    }

    /** Draws after the next frame, so that the next row is on screen before. */
    redraw() {
        this.#frame ??= requestAnimationFrame(() => setTimeout(() => {
            this.#frame = null;
            this.#draw();
        }));
    }

    async #load(stage) {
        try {
            const map = await getMap();
            this.#map = map;
            this.#loadedStage = stage;
            if (map.isReady) {
                map.rows.forEach((row, i) => this.#places.set(row, [map.x[i], map.y[i]]));
            }

            this.#showNote();
            this.redraw();
        } catch (error) {
            // The next state reads again; the connection's bar tells of the trouble.
            if (!error.isTemporary) {
                throw error;
            }
        } finally {
            this.#loadedAt = performance.now();
            this.#loadTimer = null;
        }
    }

    #showNote() {
        const { isReady, method, explained, rows } = this.#map;
        if (!isReady) {
            setText(byId("map-note"), "The map is being made.");
            return;
        }

        const share = explained?.length === 2 ? `; the two axes hold ${percent(explained[0] + explained[1])} of the spread` : "";
        setText(byId("map-note"), `${counted(rows.length, "row")} by ${method.toUpperCase()}${share}. Stronger: higher score.`);
    }

    async #fetchMissing() {
        const wanted = [...this.#decisions.rows.keys(), ...(this.#here === null ? [] : [this.#here])]
            .filter(row => !this.#places.has(row) && !this.#asked.has(row));
        if (wanted.length === 0 || this.#missing) {
            return;
        }

        this.#missing = true;
        try {
            const some = wanted.slice(0, 1000);
            const places = await getPlaces(some);
            some.forEach(row => this.#asked.add(row));
            places.rows.forEach((row, i) => this.#places.set(row, [places.x[i], places.y[i]]));
            this.redraw();
        } catch (error) {
            // Asked again at the next drawing.
            if (!error.isTemporary) {
                throw error;
            }
        } finally {
            this.#missing = false;
        }
    }

    #draw() {
        const context = this.#canvas.getContext("2d");
        const { clientWidth: width, clientHeight: height } = this.#canvas;
        if (width === 0) {
            return;
        }

        const ratio = window.devicePixelRatio || 1;
        if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
            this.#canvas.width = Math.round(width * ratio);
            this.#canvas.height = Math.round(height * ratio);
        }

        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        if (this.#map === null || !this.#map.isReady) {
            return;
        }

        void this.#fetchMissing();
        const at = ([x, y]) => [margin + x * (width - 2 * margin), height - margin - y * (height - 2 * margin)];
        const colours = coloursOf(this.#canvas);
        this.#drawn = { xs: [], ys: [], rows: [] };
        this.#drawOpen(context, at, colours);
        const answeredCount = this.#drawAnswered(context, at, colours);
        this.#drawHere(context, at, colours);
        this.#canvas.dataset.answered = answeredCount;
        setAttribute(this.#canvas, "aria-label",
            `Map of ${counted(this.#drawn.rows.length, "row")}, ${answeredCount} of them answered. The table lists all rows.`);
    }

    #drawOpen(context, at, colours) {
        const { rows, scores } = this.#map;
        const ranks = scores === null || scores === undefined ? null : ranksOf(scores);
        context.fillStyle = colours.open;
        rows.forEach((row, i) => {
            if (this.#decisions.rows.has(row)) {
                return;
            }

            const [x, y] = at(this.#places.get(row));
            context.globalAlpha = ranks === null ? 0.5 : 0.22 + 0.73 * ranks[i] ** 3;
            context.beginPath();
            context.arc(x, y, 1.9, 0, 2 * Math.PI);
            context.fill();
            this.#keep(row, x, y);
        });
        context.globalAlpha = 1;
    }

    #drawAnswered(context, at, colours) {
        let drawn = 0;
        for (const [row, decision] of this.#decisions.rows) {
            const place = this.#places.get(row);
            if (place === undefined) {
                continue;
            }

            const [x, y] = at(place);
            drawSign(context, decision, x, y, colours);
            this.#keep(row, x, y);
            drawn++;
        }

        return drawn;
    }

    #drawHere(context, at, colours) {
        const place = this.#places.get(this.#here);
        if (place === undefined) {
            return;
        }

        const [x, y] = at(place);
        context.strokeStyle = colours.here;
        context.lineWidth = 2;
        context.beginPath();
        context.arc(x, y, 9, 0, 2 * Math.PI);
        context.stroke();
        context.fillStyle = colours.here;
        if (!this.#decisions.rows.has(this.#here)) {
            context.beginPath();
            context.arc(x, y, 2.6, 0, 2 * Math.PI);
            context.fill();
        }

        this.#keep(this.#here, x, y);
    }

    #keep(row, x, y) {
        this.#drawn.rows.push(row);
        this.#drawn.xs.push(x);
        this.#drawn.ys.push(y);
    }

    #rowAt(event) {
        const index = nearest(this.#drawn.xs, this.#drawn.ys, event.offsetX, event.offsetY, reach);
        return index < 0 ? null : this.#drawn.rows[index];
    }

    #showTip(event) {
        const row = this.#rowAt(event);
        this.#canvas.classList.toggle("pointing", row !== null);
        this.#tip.hidden = row === null;
        if (row !== null) {
            const value = this.#map.scores?.[this.#map.rows.indexOf(row)];
            const known = value === undefined ? "" : `, score ${score(value)}`;
            const decision = this.#decisions.of(row);
            setText(this.#tip, `${this.#idOf(row)}${known}${decision === null ? "" : `, ${decision}`}`);
        }
    }
}

function drawSign(context, decision, x, y, colours) {
    context.lineWidth = 1.5;
    context.strokeStyle = colours.edge;
    context.beginPath();
    if (decision === "abnormal") {
        context.fillStyle = colours.abnormal;
        context.moveTo(x, y - 6);
        context.lineTo(x + 5.5, y + 4);
        context.lineTo(x - 5.5, y + 4);
        context.closePath();
        context.stroke();
        context.fill();
    } else if (decision === "normal") {
        context.fillStyle = colours.normal;
        context.arc(x, y, 4, 0, 2 * Math.PI);
        context.stroke();
        context.fill();
    } else {
        context.strokeStyle = colours.skip;
        context.lineWidth = 2;
        context.moveTo(x - 3.5, y - 3.5);
        context.lineTo(x + 3.5, y + 3.5);
        context.moveTo(x + 3.5, y - 3.5);
        context.lineTo(x - 3.5, y + 3.5);
        context.stroke();
    }
}

function coloursOf(element) {
    const style = getComputedStyle(element);
    const read = name => style.getPropertyValue(name).trim();
    return {
        open: read("--ink"),
        edge: read("--surface"),
        normal: read("--normal"),
        abnormal: read("--abnormal"),
        skip: read("--skip"),
        here: read("--accent"),
    };
}

/** Each score's place among all, 0 to 1, so that a few far scores do not pale all others. */
function ranksOf(scores) {
    const order = scores.map((_, i) => i).sort((a, b) => scores[a] - scores[b]);
    const ranks = new Array(scores.length);
    order.forEach((index, place) => {
        ranks[index] = scores.length > 1 ? place / (scores.length - 1) : 1;
    });
    return ranks;
}
