// Rules of the page's files: what the server's Content-Security-Policy forbids, what texts of a file must never become, what has to be there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const folder = new URL("../../src/ActiveAnomaly.Labeling/Page/", import.meta.url);
const files = readdirSync(folder);
const read = name => readFileSync(new URL(name, folder), "utf8");
const modules = files.filter(name => name.endsWith(".js"));
const styles = files.filter(name => name.endsWith(".css"));
const markup = read("index.html");
const without = text => text.replace(/\/\*[\s\S]*?\*\/|\/\/ .*/g, "");

test("markup_ContentSecurityPolicy_HasNothingInline", () => {
    assert.doesNotMatch(markup, /\sstyle\s*=/i);
    assert.doesNotMatch(markup, /\son\w+\s*=/i);
    assert.doesNotMatch(markup, /<style|javascript:/i);
    for (const [, attributes, body] of markup.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
        assert.match(attributes, /src="/);
        assert.equal(body.trim(), "");
    }
});

test("files_ContentSecurityPolicy_ReachNoOtherServer", () => {
    assert.ok(modules.length > 10 && styles.length > 2);
    for (const name of [...modules, ...styles, "index.html"]) {
        const addresses = [...without(read(name)).matchAll(/(https?:)?\/\/[\w.]+/g)].map(match => match[0]);
        assert.deepEqual(addresses.filter(each => each !== "http://www.w3.org"), [], name);
    }
});

test("modules_TextsOfAFile_NeverBecomeMarkup", () => {
    for (const name of modules) {
        assert.doesNotMatch(without(read(name)), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|"style"|cssText/, name);
    }
});

test("modules_Links_TellTheOtherPageNothing", () => {
    const opening = modules.map(read).join("\n").match(/target: "_blank".*/g);
    assert.ok(opening.length > 0);
    opening.forEach(line => assert.match(line, /rel: "noopener noreferrer"/));
});

test("imports_EveryName_IsExported", () => {
    let checked = 0;
    for (const name of modules) {
        for (const [, names, from] of read(name).matchAll(/import \{([^}]+)\} from "\.\/([\w.]+)"/g)) {
            const exports = read(from);
            for (const each of names.split(",").map(text => text.trim()).filter(text => text !== "")) {
                assert.match(exports, new RegExp(`export (async )?(function|class|const) ${each}\\b`), `${name} takes ${each} of ${from}`);
                checked++;
            }
        }
    }

    assert.ok(checked > 50);
});

test("markup_Files_AreThere", () => {
    const named = [...markup.matchAll(/(?:src|href)="([\w.]+)"/g)].map(match => match[1]);
    assert.ok(named.length > 5);
    named.forEach(name => assert.ok(files.includes(name), name));
});

test("markup_Ids_AreThereOnceForEveryUse", () => {
    const ids = [...markup.matchAll(/\sid="([^"]+)"/g)].map(match => match[1]);
    assert.equal(new Set(ids).size, ids.length);
    const used = modules.flatMap(name => [...read(name).matchAll(/byId\("([\w-]+)"\)/g)].map(match => match[1]));
    assert.ok(used.length > 50);
    used.forEach(id => assert.ok(ids.includes(id), id));
});

test("hooks_OfTheBrowserTests_AreThere", () => {
    const all = markup + modules.map(read).join("\n");
    const hooks = "row-id row-panel answer-abnormal answer-normal answer-skip undo found-count found-curve map model-stage training-state upcoming "
        + "table table-row search filter notes-text notes-save help annotator-name connection advice export-menu review review-group";
    for (const hook of hooks.split(" ")) {
        assert.match(all, new RegExp(`data-test"?[=:,] ?"${hook}"`), hook);
    }
});

test("actions_OfButtons_AreKnown", () => {
    const main = read("main.js");
    const actions = [...markup.matchAll(/data-action="([\w-]+)"/g)].map(match => match[1]);
    assert.ok(actions.length > 15);
    actions.forEach(action => assert.match(main, new RegExp(`^        "?${action}"?: `, "m"), action));
});

test("styles_Classes_SomebodyUsesThem", () => {
    const used = markup + modules.map(read).join("\n");
    for (const name of styles) {
        const classes = new Set([...without(read(name)).matchAll(/\.([a-z][\w-]+)(?=[\s:.,>[{+)])/g)].map(match => match[1]));
        classes.forEach(each => assert.match(used, new RegExp(`\\b${each}\\b`), `${name}: .${each}`));
    }
});

test("files_Lines_AreShort", () => {
    for (const name of files) {
        read(name).split("\n").forEach((line, i) => assert.ok(line.length <= 140, `${name}:${i + 1}`));
    }
});
