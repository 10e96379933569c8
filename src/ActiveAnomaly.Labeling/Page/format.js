// How numbers, times and counts are written. Nothing here knows the page.

const thousands = new Intl.NumberFormat("en-US");

/** A space that no line ends at. */
const fixed = "\u00a0";

/** A score: three decimals, and a dash where there is none. */
export function score(value) {
    return value === null || value === undefined ? "–" : value.toFixed(3);
}

/** A number as short as four digits that matter allow: 1234.5 is "1,235", 0.00001234 is "1.234e-5". */
export function number(value) {
    if (value === null || value === undefined) {
        return "–";
    }

    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
        return value.toExponential(3).replace(/\.?0+e/, "e").replace("e+", "e");
    }

    if (size >= 1000) {
        return count(Math.round(value));
    }

    return String(Number(value.toPrecision(4)));
}

/** A number with its sign, of three digits that matter: "+0.213", "−1.4"; "0" where it is zero. */
export function signed(value) {
    const short = Number(value.toPrecision(3));
    return short === 0 ? "0" : `${short < 0 ? "−" : "+"}${number(Math.abs(short))}`;
}

/** A count with commas. */
export function count(value) {
    return thousands.format(value);
}

/** A count with its noun: "1 row", "2 rows". */
export function counted(value, noun, nouns = noun + "s") {
    return `${count(value)} ${value === 1 ? noun : nouns}`;
}

/** A share as percent: two digits below 10 %, and never "0 %" for what is above zero. The sign never stands on the next line. */
export function percent(share) {
    const value = share * 100;
    if (value === 0 || value >= 99.95) {
        return `${Math.round(value)}${fixed}%`;
    }

    if (value < 0.01) {
        return `<${fixed}0.01${fixed}%`;
    }

    return `${value >= 10 ? value.toFixed(0) : Number(value.toPrecision(value < 1 ? 1 : 2))}${fixed}%`;
}

/** A length of time: 4.1 is "4.1 ms", 65,000 is "1 min 5 s". */
export function duration(milliseconds) {
    if (milliseconds < 10) {
        return `${Number(milliseconds.toFixed(1))} ms`;
    }

    if (milliseconds < 1000) {
        return `${Math.round(milliseconds)} ms`;
    }

    const seconds = milliseconds / 1000;
    if (seconds < 60) {
        return `${Number(seconds.toFixed(1))} s`;
    }

    const whole = Math.round(seconds);
    return whole < 3600
        ? `${Math.floor(whole / 60)} min ${whole % 60} s`
        : `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}

/** A moment: the time alone where it is today, else with its day. */
export function moment(text, now = new Date()) {
    const time = new Date(text);
    if (Number.isNaN(time.getTime())) {
        return text;
    }

    const two = value => String(value).padStart(2, "0");
    const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
    const isToday = time.toDateString() === now.toDateString();
    return isToday ? clock : `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}

/** Bytes as a person reads them. */
export function bytes(size) {
    if (size < 1000) {
        return counted(size, "byte");
    }

    const units = ["kB", "MB", "GB", "TB"];
    let value = size / 1000;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }

    return `${value >= 10 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

/** The web address that a cell is, or null: http and https only, and nothing but the address. */
export function linkOf(text) {
    const trimmed = text.trim();
    if (!/^https?:\/\/\S+$/i.test(trimmed)) {
        return null;
    }

    try {
        const address = new URL(trimmed);
        return address.protocol === "http:" || address.protocol === "https:" ? address.href : null;
    } catch {
        return null;
    }
}

/** A text in which no number is parted from its percent sign. */
export function withWholePercents(text) {
    return text.replaceAll(/(\d) %/g, `$1${fixed}%`);
}

/** A name of at most so many characters, cut in the middle: names that are long often differ at their end. */
export function shortName(name, most = 40) {
    const letters = [...name];
    const before = Math.ceil((most - 1) / 2);
    return letters.length <= most ? name : `${letters.slice(0, before).join("")}…${letters.slice(before + 1 - most).join("")}`;
}

/** A row by its id for a sentence: "row TX-1"; "line 190" where it has no other id. */
export function rowNamed(id) {
    return /^(row|line) \d+$/.test(id) ? id : `row ${id}`;
}

/** An answer in words for a sentence. */
export function answered(answer) {
    return answer === "skip" ? "skipped" : `answered ${answer}`;
}

/** What undo took back: the row by its id, and the answer that it had, null where that is not known. */
export function takenBack(id, answer, isOfThisTab) {
    const what = answer === null ? "" : `, ${answered(answer)}`;
    return `Taken back: ${rowNamed(id)}${what}${isOfThisTab ? "" : " (earlier, not in this tab)"}.`;
}

/** A sentence with a capital letter. */
export function sentence(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
