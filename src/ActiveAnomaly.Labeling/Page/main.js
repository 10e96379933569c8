// Starts the page: reads the session, asks for a name where several people answer, shows the first row, listens to keys.

import { getSession, getState } from "./requests.js";
import { App } from "./app.js";
import { Bar } from "./bar.js";
import { Decisions } from "./decisions.js";
import { announce, askName, isDialogOpen, isMenuOpen, showAbout, showHelp, toast } from "./dialogs.js";
import { byId, setText } from "./dom.js";
import { actionOf, isAnswer, isTyping, PressGuard } from "./keys.js";
import { offerKept } from "./keptAnswers.js";
import { lettersAct, switchLetterKeys } from "./letterKeys.js";
import { ListView } from "./listView.js";
import { LiveState } from "./liveState.js";
import { RowMap } from "./map.js";
import { recall, remember } from "./memory.js";
import { changeTheme, chooseImport, startMenus } from "./menus.js";
import { Notes } from "./notes.js";
import { waitBefore } from "./outbox.js";
import { ReviewView } from "./reviewView.js";
import { RowPanel } from "./rowPanel.js";
import { Screen } from "./screen.js";
import { SidePanel } from "./sidePanel.js";
import { TableView } from "./tableView.js";
import { Views } from "./views.js";

window.addEventListener("error", event => showFault(event.error ?? event.message));
window.addEventListener("unhandledrejection", event => showFault(event.reason));

void start();

async function start() {
    const session = await untilDone(getSession);
    document.title = session.name;
    setText(byId("session-name"), session.name);
    byId("session-name").title = session.name;
    const page = build(session);
    await chooseAnnotator(page);
    page.live.start(page.app.annotator);
    offerKept(page.app, page.bar);
    listen(page);
    await untilDone(() => page.app.readQuestion());
    await page.views.start();
}

function build(session) {
    const screen = new Screen();
    let app = null;
    const live = new LiveState(() => onState(), (connection, before) => {
        screen.connectionChanged();
        if (connection === "online" && before !== "online" && before !== "connecting") {
            notes.retryNow();
            void app.resume();
        }
    });
    const decisions = new Decisions(() => {
        map.redraw();
        screen.trailChanged();
    });
    app = new App(session, live, decisions, screen);
    screen.app = app;
    const panel = new RowPanel(session);
    const side = new SidePanel(session);
    const open = row => views.openRow(row);
    // Where the server cannot be reached the bar says so, for as long as that lasts.
    const refused = error => error.isOffline || toast(error.message, { isError: true });
    const map = new RowMap(decisions, row => app.idOf(row), open);
    const notes = new Notes({
        onSaved: row => void app.cache.renew(row),
        onTrouble: () => screen.connectionChanged(),
        onRefused: text => toast(text, { isError: true }),
    });
    const table = new TableView(byId("table-view"), session, open, refused);
    const review = new ReviewView(byId("review-view"), session, {
        answerAll: (rows, answer) => app.answerAll(rows, answer),
        open,
        detailsOf: row => app.cache.get(row),
        onTrouble: refused,
    });
    const list = new ListView(byId("list-view"), session, {
        open,
        detailsOf: row => app.detailsOf(row),
        annotatorOf: () => app.annotator,
        onTrouble: refused,
    });
    const views = new Views(app, { table, review, list });
    const bar = new Bar(live, app.outbox, notes);
    screen.parts = { panel, notes, side, map, bar, views };
    document.addEventListener("themechange", () => map.redraw());
    startMenus(app, () => void live.fetch());
    // A state that comes while an answer is on its way would be drawn before the row that the answer brings.
    const onState = () => screen.afterPaint.do("state", () => {
        const { state } = live;
        side.show(state);
        map.follow(state.model?.stage ?? null);
        table.follow(state.version);
        app.follow(state);
    });
    return { app, live, screen, panel, notes, bar, views, table, review, list };
}

async function chooseAnnotator(page) {
    const { session } = page.app;
    byId("name-button").hidden = !session.allowsSeveralAnnotators;
    if (!session.allowsSeveralAnnotators) {
        const state = await untilDone(() => getState(null));
        setAnnotator(page, state.you?.name ?? null);
        return;
    }

    const kept = recall("annotator");
    if (typeof kept === "string" && kept !== "") {
        setAnnotator(page, kept);
        return;
    }

    const state = await untilDone(() => getState(null));
    const name = await askName(null, state.annotators.map(each => each.name));
    remember("annotator", name);
    setAnnotator(page, name);
}

function setAnnotator(page, name) {
    page.notes.annotator = name;
    page.panel.annotator = name;
    setText(byId("name-button"), `Your name: ${name}…`);
    page.app.begin(name);
}

async function changeAnnotator(page) {
    const { app, live } = page;
    if (app.isBusy || page.notes.waitingCount > 0) {
        toast("Something of yours is not saved yet. Change the name when it is.", { isError: true });
        return;
    }

    const name = await askName(app.annotator, live.state?.annotators.map(each => each.name) ?? []);
    if (name === null || name === app.annotator) {
        return;
    }

    remember("annotator", name);
    setAnnotator(page, name);
    live.start(name);
    page.views.go("question");
    await app.refreshQuestion();
    await app.showQuestion();
    announce(`You answer as ${name}.`);
}

function listen(page) {
    const guard = new PressGuard();
    // A double click is slower than a double press.
    const clicks = new PressGuard(300);
    document.addEventListener("keydown", event => {
        if (isDialogOpen()) {
            if (event.key === "?" && byId("help-dialog").open && lettersAct()) {
                byId("help-dialog").close();
            }

            return;
        }

        if (isTyping(event.target)) {
            if (event.key === "Escape") {
                event.preventDefault();
                event.target.blur();
            }

            return;
        }

        if (event.repeat && (event.key === "Enter" || event.key === " ") && event.target.closest("button") !== null) {
            // A button pressed by a key that is held down is pressed once.
            event.preventDefault();
            return;
        }

        const action = isMenuOpen() ? null : actionOf(event, lettersAct());
        const isPressOfButton = action === "open" && event.target.closest("button, a, summary") !== null;
        if (action === null || isPressOfButton) {
            return;
        }

        event.preventDefault();
        const isMove = action === "up" || action === "down" || action === "page-back" || action === "page-on";
        if (isMove || guard.counts(action, event.repeat, event.timeStamp)) {
            act(page, action, event.timeStamp);
        }
    });
    document.addEventListener("keyup", event => guard.release(actionOf(event)));
    window.addEventListener("blur", () => guard.releaseAll());
    document.addEventListener("click", event => {
        const button = event.target.closest("[data-action]");
        if (button === null) {
            return;
        }

        const { action } = button.dataset;
        if (!isAnswer(action) || clicks.counts(action, false, event.timeStamp)) {
            act(page, action, event.timeStamp);
        }
    });
    byId("notes").addEventListener("focusin", () => page.screen.afterPaint.settle());
    window.addEventListener("beforeunload", event => {
        if (page.app.outbox.isBusy || page.notes.waitingCount > 0) {
            event.preventDefault();
        }
    });
}

function act(page, action, pressedAt) {
    const { app, screen, views } = page;
    if (views.current === "review" && page.review.key(action)) {
        return;
    }

    const actions = {
        abnormal: () => answer(page, "abnormal", pressedAt),
        normal: () => answer(page, "normal", pressedAt),
        skip: () => answer(page, "skip", pressedAt),
        undo: () => app.undo(),
        else: () => app.askElse(),
        like: () => views.row === null ? null : views.go("similar", views.row),
        table: () => views.go(views.current === "table" ? "question" : "table"),
        review: () => views.go(views.current === "review" ? "question" : "review"),
        disagreements: () => views.go("disagreements"),
        question: () => goHome(page),
        home: () => goHome(page),
        previous: () => views.current === "question" ? app.look(-1) : null,
        next: () => views.current === "question" ? app.look(1) : null,
        up: () => move(page, "up"),
        down: () => move(page, "down"),
        "page-back": () => move(page, "page-back"),
        "page-on": () => move(page, "page-on"),
        open: () => views.row === null || views.current === "question" ? null : views.openRow(views.row),
        search: () => {
            views.go("table", null, false);
            page.table.search();
        },
        note: () => {
            // Its field is about the row on screen.
            screen.afterPaint.settle();
            if (views.current !== "question" && views.row !== null) {
                views.openRow(views.row);
            }

            page.notes.focus();
        },
        help: () => showHelp(lettersAct()),
        about: () => showAbout(app.session, app.annotator),
        name: () => changeAnnotator(page),
        import: chooseImport,
        theme: changeTheme,
        letters: () => {
            toast(switchLetterKeys()
                ? "Letter keys are on."
                : "Letter keys are off: the buttons do the same. “Letter keys” under More turns them on.");
            screen.lettersChanged();
        },
    };
    void actions[action]?.();
}

async function answer({ app, views, panel }, kind, pressedAt) {
    const { row, lines } = views;
    // Nobody answers what is not on screen.
    if (row === null || lines === null && panel.row !== row) {
        return;
    }

    // Who went on to another line while the answer was on its way stays there.
    if (await app.answer(row, lines?.selected.id ?? app.idOf(row), kind, pressedAt) && lines?.selected?.row === row) {
        lines.advance();
    }
}

async function goHome({ app, views }) {
    views.go("question");
    await app.showQuestion();
}

function move({ views }, action) {
    if (views.lines !== null) {
        views.lines.key(action);
        return;
    }

    const columns = byId("columns");
    const page = columns.clientHeight * 0.9;
    columns.scrollTop += { up: -60, down: 60, "page-back": -page, "page-on": page }[action];
}

/** Tries until the server answers, and says meanwhile why nothing is there. */
async function untilDone(action) {
    for (let attempt = 1; ; attempt++) {
        try {
            const result = await action();
            byId("bar").hidden = true;
            return result;
        } catch (error) {
            if (error.isTemporary !== true) {
                throw error;
            }

            setText(byId("bar-text"), error.isUnknown
                ? "The server does not know this browser: open the address that its command printed."
                : `${error.message} Trying again.`);
            byId("bar").hidden = false;
            byId("bar").dataset.kind = "trouble";
            await new Promise(resolve => setTimeout(resolve, waitBefore(attempt)));
        }
    }
}

/** A fault of the page is never silent. */
function showFault(error) {
    const text = error instanceof Error ? error.message : String(error);
    // Browsers report this for observers that need a second round; nothing is lost.
    if (!text.startsWith("ResizeObserver loop")) {
        toast(`Something went wrong in this page: ${text} Reload the page if it no longer answers.`, { isError: true });
    }
}
