// Export, import, colours.

import { bytes } from "./format.js";
import { exportAddress, getExport, importLabels } from "./requests.js";
import { byId, make, setText } from "./dom.js";
import { makeMenu, saveFile, showImport, toast } from "./dialogs.js";
import { startLetterKeys } from "./letterKeys.js";
import { recall, remember } from "./memory.js";

const importLimit = 64 * 1024 * 1024;
const what = {
    "labels.csv": "answers and notes, as text",
    "scores.csv": "every row's score, as text",
    "scores.parquet": "every row's score, as Parquet",
    "model.zip": "the model, for ML.NET",
    "model.onnx": "the model, for ONNX Runtime",
    "report.html": "a report to read and print",
    "session.db": "the whole session, to continue elsewhere",
};
const themes = { system: "as the system", dark: "dark", light: "light" };

/** Makes the menus work. `imported()` after labels were read in. */
export function startMenus(app, imported) {
    byId("export-list").replaceChildren(...app.session.exports.map(name => make("a", {
        href: exportAddress(name),
        download: name,
        "data-test": `export-${name}`,
        onclick: event => {
            // A click with a modifier is the browser's own: a new tab, a download.
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
                event.preventDefault();
                void save(name);
            }
        },
    }, make("b", {}, name), make("span", { class: "quiet" }, what[name] ?? ""))));
    makeMenu("export-button", "export-list");
    makeMenu("more-button", "more-list");
    const file = byId("import-file");
    file.addEventListener("change", () => {
        const chosen = file.files[0];
        file.value = "";
        if (chosen !== undefined) {
            void read(app, chosen, imported);
        }
    });
    showTheme(themeName());
    startLetterKeys();
}

/** Lets a person choose a file of labels. */
export function chooseImport() {
    byId("import-file").click();
}

/** Changes the colours: as the system, dark, light. */
export function changeTheme() {
    const names = Object.keys(themes);
    const name = names[(names.indexOf(themeName()) + 1) % names.length];
    remember("theme", name === "system" ? null : name);
    showTheme(name);
}

function themeName() {
    const name = document.documentElement.dataset.theme ?? recall("theme");
    return Object.hasOwn(themes, name ?? "") ? name : "system";
}

function showTheme(name) {
    if (name === "system") {
        delete document.documentElement.dataset.theme;
    } else {
        document.documentElement.dataset.theme = name;
    }

    setText(byId("theme-button"), `Colours: ${themes[name]}`);
    document.dispatchEvent(new CustomEvent("themechange"));
}

async function save(name) {
    const close = toast(`Preparing ${name}…`);
    try {
        saveFile(name, await getExport(name));
    } catch (error) {
        tellFailure(`${name} was not exported`, error);
    } finally {
        close();
    }
}

async function read(app, file, imported) {
    if (file.size > importLimit) {
        toast(`${file.name} was not imported: it has ${bytes(file.size)}, and the server takes at most 64 MiB. Split it in parts.`, {
            isError: true,
        });
        return;
    }

    const close = toast(`Reading ${file.name}…`);
    try {
        const result = await importLabels(app.annotator, file);
        showImport(file.name, result);
        imported();
    } catch (error) {
        tellFailure(`${file.name} was not imported`, error);
    } finally {
        close();
    }
}

function tellFailure(text, error) {
    if (error.name !== "ServerError") {
        throw error;
    }

    toast(`${text}: ${error.message}`, { isError: true });
}
