// Elements out of text. Whatever comes from a file goes through here as text, never as markup.

const svgSpace = "http://www.w3.org/2000/svg";

/** The element with this id, which index.html has. */
export function byId(id) {
    const element = document.getElementById(id);
    if (element === null) {
        throw new Error(`The page has no element "${id}": index.html and the modules are of different versions. Reload the page.`);
    }

    return element;
}

/**
 * Makes an element. Attributes by name; functions are listeners ("onclick"); true and false set and leave out; children are nodes or text.
 */
export function make(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** Makes an element of a drawing. */
export function draw(tag, attributes = {}, ...children) {
    return fill(document.createElementNS(svgSpace, tag), attributes, children);
}

/** Sets a text where it differs, so that nothing is laid out anew for the same text. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** Sets an attribute where it differs; null takes it away. */
export function setAttribute(element, name, value) {
    if (value === null) {
        element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
        element.setAttribute(name, value);
    }
}

/** Fills a definition list with [term, text] pairs, in place where the terms are the same. */
export function setFacts(list, facts) {
    const known = facts.filter(([, text]) => text !== null);
    const terms = known.map(([term]) => term).join("\n");
    if (list.dataset.terms !== terms) {
        list.dataset.terms = terms;
        list.replaceChildren(...known.map(([term]) => make("div", {}, make("dt", {}, term), make("dd"))));
    }

    known.forEach(([, text], i) => setText(list.children[i].lastChild, text));
}

/**
 * Resolves when the frame that shows what was changed has been produced; where the page is hidden and nothing is painted, after a moment.
 * A message that is sent from an animation frame arrives after that frame's styles, layout and painting: later than that a page knows
 * nothing of its frame.
 */
export function painted() {
    return new Promise(resolve => {
        const late = setTimeout(resolve, 250);
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                port1.close();
                clearTimeout(late);
                resolve();
            };
            port2.postMessage(null);
        });
    });
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function") {
            element.addEventListener(name.slice(2), value);
        } else if (value === true) {
            element.setAttribute(name, "");
        } else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value);
        }
    }

    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
}
