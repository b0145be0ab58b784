// SPDX-License-Identifier: MIT
"use strict";

// The page gets the state of the board as server-sent events, shows it, and posts orders. It keeps nothing that the server needs.

const byId = (id) => document.getElementById(id);

/** Makes an element: make("button", { type: "button" }, "Text", child). */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function makeSvg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function setAttribute(element, name, value) {
  if (value === "") {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

// ---------------------------------------------------------------- Orders

let troubleTimer = 0;

function tellTrouble(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = text === "";
  clearTimeout(troubleTimer);
  troubleTimer = setTimeout(() => (byId("trouble").hidden = true), 10000);
}

async function order(name, values = {}) {
  try {
    const answer = await fetch("do/" + name, { method: "POST", body: new URLSearchParams(values) });
    if (!answer.ok) {
      tellTrouble(await answer.text());
    }
  } catch (error) {
    tellTrouble("The program does not answer. It may have ended.");
  }
}

/** Sends the latest of many orders: the next one waits until the one before was answered. */
function latest(send) {
  let waiting = null;
  let busy = false;
  return async (value) => {
    waiting = { value };
    if (!busy) {
      busy = true;
      while (waiting) {
        const next = waiting.value;
        waiting = null;
        await send(next);
      }
      busy = false;
    }
  };
}

/** Calls down when a button is pressed by a finger, a mouse or a key, and up when it is released. */
function momentary(button, down, up) {
  let isDown = false;
  const press = () => {
    if (!isDown) {
      isDown = true;
      button.setAttribute("aria-pressed", "true");
      down();
    }
  };
  const release = () => {
    if (isDown) {
      isDown = false;
      button.setAttribute("aria-pressed", "false");
      up();
    }
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      button.setPointerCapture(event.pointerId);
      press();
    }
  });
  button.addEventListener("pointerup", release);
  button.addEventListener("pointercancel", release);
  button.addEventListener("keydown", (event) => {
    if ((event.key === " " || event.key === "Enter") && !event.repeat) {
      event.preventDefault();
      press();
    }
  });
  button.addEventListener("keyup", release);
  button.addEventListener("blur", release);
}

// ---------------------------------------------------------------- The board

let board = null;
let pins = {};
let selected = null;
const pinButtons = new Map();

function kindOf(text) {
  return /^GND/.test(text) ? "gnd" : /^5V/.test(text) ? "5v" : /^(3V3|1V8|VDD|VCC)/.test(text) ? "3v3" : "other";
}

function showBoard(next) {
  const isNew = board === null || board.run !== next.run || board.id !== next.id;
  board = next;
  setText(byId("name"), next.name);
  setText(byId("program"), next.program);
  document.title = next.program ? next.program + " on " + next.name : "Bench: " + next.name;
  byId("restart").hidden = !next.restart;
  if (isNew) {
    clearLists();
    drawBoard();
  }
}

function drawBoard() {
  pinButtons.clear();
  byId("headers").replaceChildren(...board.headers.map(drawHeader));
  const first = pinButtons.values().next().value;
  if (first) {
    first.tabIndex = 0;
  }
  selectPin(selected && pinButtons.has(selected) ? selected : null);
}

function drawHeader(header) {
  const two = header.columns === 2;
  const positions = header.positions.map((position, i) => {
    const inner = [
      make("span", { class: "badge" }),
      make("span", { class: "text" }, position.text === "-" ? "" : position.text),
      make("span", { class: "lamp" }),
      make("span", { class: "pad", "aria-hidden": "true" }, String(i + 1)),
    ];
    if (!position.pin) {
      inner.splice(2, 1);
      return make("div", { class: "position", "data-kind": kindOf(position.text) }, ...inner);
    }
    const button = make("button", { type: "button", class: "position", "aria-pressed": "false", "data-pin": position.pin }, ...inner);
    button.tabIndex = -1;
    button.title = position.names;
    button.pin = { name: position.pin, text: position.text, place: "position " + (i + 1), names: position.names, line: position.line };
    button.addEventListener("click", () => selectPin(position.pin));
    pinButtons.set(position.pin, button);
    return button;
  });
  const grid = make("div", { class: "positions " + (two ? "two" : "one") }, ...positions);
  grid.addEventListener("keydown", (event) => moveFocus(event, positions, two ? 2 : 1));
  return make("div", { class: "connector", role: "group", "aria-label": "Connector " + header.name }, make("h3", {}, header.name), grid);
}

/** One stop of the tabulator key for all pins; arrows move between them. */
function moveFocus(event, positions, columns) {
  const steps = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 };
  const step = steps[event.key];
  if (!step) {
    return;
  }
  event.preventDefault();
  let at = positions.indexOf(document.activeElement) + step;
  while (positions[at] && positions[at].tagName !== "BUTTON") {
    at += step;
  }
  if (positions[at]) {
    pinButtons.forEach((button) => (button.tabIndex = -1));
    positions[at].tabIndex = 0;
    positions[at].focus();
  }
}

function describe(name) {
  const pin = pins[name];
  if (!pin) {
    return "free, low";
  }
  const level = pin.level ? "high" : "low";
  const driven = pin.drive ? ", driven " + pin.drive + " from here" : "";
  return (pin.text ? pin.text + ", " : "free, ") + level + driven;
}

function showPins(next) {
  pins = next;
  for (const [name, button] of pinButtons) {
    const pin = pins[name] || {};
    setAttribute(button, "data-use", pin.use || "");
    setAttribute(button, "data-level", pin.level ? "1" : "0");
    const digit = pin.use === "in" || pin.use === "out" ? (pin.level ? " 1" : " 0") : "";
    setText(button.querySelector(".badge"), (pin.short || (pin.drive ? "driven" : "")) + digit);
    setAttribute(button, "aria-label", button.pin.text + ", " + button.pin.place + ": " + describe(name));
  }
  showSelected();
}

function selectPin(name) {
  selected = name;
  pinButtons.forEach((button, each) => button.setAttribute("aria-pressed", String(each === name)));
  byId("drive").hidden = name === null;
  if (name !== null) {
    pinButtons.forEach((button) => (button.tabIndex = -1));
    pinButtons.get(name).tabIndex = 0;
  }
  showSelected();
}

function showSelected() {
  if (selected === null) {
    setText(byId("pin-title"), "No pin selected");
    setText(byId("pin-text"), "Select a pin to see and drive it.");
    return;
  }
  const pin = pinButtons.get(selected).pin;
  setText(byId("pin-title"), pin.text + ": " + describe(selected));
  setText(byId("pin-text"), "Names: " + pin.names + ". Line " + pin.line + ".");
  const driven = (pins[selected] || {}).drive || "release";
  document.querySelectorAll("[data-drive]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.drive === driven)));
}

momentary(
  byId("press"),
  () => order("pin", { pin: selected, to: "press" }),
  () => order("pin", { pin: selected, to: "release" }),
);
document.querySelectorAll("[data-drive]").forEach((button) =>
  button.addEventListener("click", () => order("pin", { pin: selected, to: button.dataset.drive })),
);

// ---------------------------------------------------------------- Time

let time = 0;
let speed = 1;
let fullSpeed = 1;

function showClock(clock) {
  time = clock.t;
  speed = clock.speed;
  fullSpeed = speed || fullSpeed;
  setText(byId("time"), time.toFixed(1) + " s");
  setText(byId("pause"), speed ? "Pause" : "Continue");
  byId("pause").setAttribute("aria-pressed", String(!speed));
  byId("step").disabled = speed > 0;
  if (document.activeElement !== byId("speed")) {
    byId("speed").value = String(fullSpeed);
  }
  showState(speed ? "live" : "paused", speed ? "Live" : "Paused");
  samplePlot();
}

function showState(state, text) {
  setAttribute(byId("state"), "data-state", state);
  setText(byId("state"), text);
}

byId("pause").addEventListener("click", () => order("speed", { times: speed ? 0 : fullSpeed }));
byId("step").addEventListener("click", () => order("step", { seconds: byId("step-by").value }));
byId("speed").addEventListener("change", (event) => {
  fullSpeed = Number(event.target.value);
  order("speed", { times: fullSpeed });
});
byId("restart").addEventListener("click", () => order("restart"));

// ---------------------------------------------------------------- Chips and parts

const cards = new Map();
let parts = [];

function showParts(next) {
  // Pins with PWM and serial ports have none.
  parts = next.map((part) => ({ quantities: [], ...part }));
  byId("no-parts").hidden = parts.length > 0;
  const there = new Set(parts.map((part) => part.id));
  for (const [id, card] of cards) {
    if (!there.has(id)) {
      card.element.remove();
      cards.delete(id);
    }
  }
  for (const part of parts) {
    let card = cards.get(part.id);
    if (!card) {
      card = makeCard(part);
      cards.set(part.id, card);
      byId("cards").append(card.element);
    }
    part.quantities.forEach((quantity, i) => card.quantities[i] && card.quantities[i](quantity));
    if (card.show && part.show) {
      card.show(part.show);
    }
  }
}

function makeCard(part) {
  const title = make("h3", {}, part.name, make("small", {}, part.place));
  const element = make("article", { class: "card", "aria-label": part.name + ", " + part.place, "data-part": part.id }, title);
  const kind = part.show ? part.show.type : "";
  let show = null;
  if (SHOWS[kind]) {
    const box = make("div", { class: "show" });
    show = SHOWS[kind](box, part);
    element.append(box);
  }
  const quantities = kind === "keys" ? makeKeys(element, part) : part.quantities.map((quantity) => makeQuantity(element, part, quantity));
  return { element, quantities, show };
}

/** A slider and a field for the same number. While somebody uses them they do not follow the board. */
function makeQuantity(card, part, quantity) {
  const range = quantity.most - quantity.least;
  const step = 10 ** Math.floor(Math.log10(range / 500));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const name = quantity.name + " of " + part.name + (quantity.unit ? " in " + quantity.unit : "");
  const slider = make("input", { type: "range", min: quantity.least, max: quantity.most, step, "aria-label": name });
  const field = make("input", { type: "number", min: quantity.least, max: quantity.most, step: "any", "aria-label": name + ", number" });
  card.append(make("div", { class: "quantity" }, make("label", {}, quantity.name), slider, field, make("span", { class: "unit" }, quantity.unit)));

  const send = latest((value) => order("quantity", { part: part.id, name: quantity.name, value }));
  let untouchedFrom = 0;
  slider.addEventListener("input", () => {
    untouchedFrom = Date.now() + 500;
    field.value = Number(slider.value).toFixed(digits);
    send(slider.value);
  });
  field.addEventListener("change", () => {
    if (field.value !== "" && field.checkValidity()) {
      untouchedFrom = Date.now() + 500;
      send(field.value);
    }
  });
  return (now) => {
    if (Date.now() < untouchedFrom) {
      return;
    }
    const text = now.value.toFixed(digits);
    if (document.activeElement !== field) {
      field.value = text;
    }
    slider.value = now.value;
    setAttribute(slider, "aria-valuetext", text + " " + quantity.unit);
  };
}

/** Contacts: a button for each. */
function makeKeys(card, part) {
  const keys = make("div", { class: "keys show" });
  card.append(keys);
  return part.quantities.map((quantity) => {
    const text = quantity.name === "pressed" ? "Press" : quantity.name === "on" ? "Switch" : quantity.name.replace("key ", "");
    const key = make("button", { type: "button", "aria-pressed": "false", "aria-label": text + ", " + part.name + " at " + part.place }, text);
    const set = (value) => order("quantity", { part: part.id, name: quantity.name, value });
    let value = 0;
    if (part.show.momentary) {
      momentary(key, () => set(1), () => set(0));
    } else {
      key.addEventListener("click", () => set(value ? 0 : 1));
    }
    keys.append(key);
    return (now) => {
      value = now.value;
      if (!part.show.momentary) {
        key.setAttribute("aria-pressed", String(value > 0));
      }
    };
  });
}

/** Each makes what a kind of part shows, and returns a function that shows it. */
const SHOWS = {
  picture: showPicture,

  digits(box) {
    const canvas = make("canvas", { role: "img", width: 6 * 44 + 12, height: 84 });
    box.append(canvas);
    return (show) => {
      const text = show.digits.map((bits) => DIGITS_BY_SEGMENTS.get(bits & 0x7f) || "?").join("");
      setAttribute(canvas, "aria-label", show.on ? "shows " + text : "off");
      drawDigits(canvas, show.on ? show.digits : show.digits.map(() => 0), drawSeven);
    };
  },

  text(box) {
    const text = make("pre", { class: "lcd" });
    box.append(text);
    return (show) => setText(text, show.rows.map((row) => row.padEnd(16).replace(/[^\x20-\x7e]/g, "\u25ae")).join("\n"));
  },

  led(box) {
    const light = makeSvg("circle", { cx: 28, cy: 28, r: 17 });
    const glow = makeSvg("circle", { cx: 28, cy: 28, r: 26 });
    const value = make("span", { class: "value" });
    box.className += " led";
    box.append(makeSvg("svg", { viewBox: "0 0 56 56", "aria-hidden": "true" }, glow, light), value);
    return (show) => {
      const color = show.color || "#ff3b30";
      glow.setAttribute("fill", color);
      glow.setAttribute("fill-opacity", 0.35 * show.brightness);
      light.setAttribute("fill", color);
      light.setAttribute("fill-opacity", 0.15 + 0.85 * show.brightness);
      light.setAttribute("stroke", "currentColor");
      const percent = Math.round(100 * show.brightness) + " %";
      setText(value, show.color ? show.color : show.brightness === 0 ? "off" : show.brightness === 1 ? "on" : percent);
    };
  },

  servo(box) {
    return servoArm(box);
  },

  pwm(box, part) {
    const isServo = part.show.hertz > 40 && part.show.hertz < 70;
    const bars = barsIn(box, part.name, " %", 100);
    const arm = isServo ? servoArm(box.appendChild(make("div", { class: "show" }))) : null;
    return (show) => {
      bars([100 * show.duty], [(100 * show.duty).toFixed(1) + " %"]);
      if (arm) {
        arm({ angle: Math.max(0, Math.min(180, (show.micros - 500) * 0.09)), text: Math.round(show.micros) + " \u00b5s" });
      }
    };
  },

  bars(box, part) {
    const draw = barsIn(box, part.name, " " + part.show.unit, part.show.most);
    return (show) => draw(show.values, show.values.map((value) => value.toFixed(1) + " " + show.unit));
  },

  serial(box, part) {
    const field = make("input", { type: "text", "aria-label": "Text to send to the program", autocomplete: "off" });
    const form = make("form", { class: "serial" }, field, make("button", {}, "Send"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      order("serial", { port: part.name, text: field.value + "\n" });
      field.value = "";
    });
    box.append(form);
    return () => {};
  },
};

function barsIn(box, name, unit, most) {
  const grid = make("div", { class: "bars" });
  box.append(grid);
  const rows = [];
  return (values, texts) => {
    values.forEach((value, i) => {
      if (!rows[i]) {
        const label = values.length > 1 ? String(i) : "";
        const meter = make("meter", { min: 0, max: most, "aria-label": name + " " + label });
        const text = make("span");
        grid.append(make("span", {}, label), meter, text);
        rows[i] = { meter, text };
      }
      rows[i].meter.value = Math.abs(value);
      setText(rows[i].text, texts[i]);
    });
  };
}

function servoArm(box) {
  const arm = makeSvg("rect", { x: 46, y: 10, width: 8, height: 44, rx: 4, fill: "var(--accent)" });
  const body = makeSvg("path", { d: "M8 54 A42 42 0 0 1 92 54", fill: "none", stroke: "var(--line)", "stroke-width": 4 });
  const hub = makeSvg("circle", { cx: 50, cy: 54, r: 6, fill: "currentColor" });
  const value = make("span", { class: "value" });
  box.className += " servo";
  box.append(makeSvg("svg", { viewBox: "0 0 100 62", "aria-hidden": "true" }, body, arm, hub), value);
  return (show) => {
    arm.setAttribute("transform", "rotate(" + (show.angle - 90) + " 50 54)");
    setText(value, Math.round(show.angle) + "\u00b0" + (show.text ? " (" + show.text + ")" : ""));
  };
}

/** A display, a matrix of LEDs or a strip. Chips for LED matrices may drive digits instead: the reader chooses. */
function showPicture(box, part) {
  const { width, height } = part.show;
  const strip = height === 1;
  const dots = strip || width * height <= 256;
  const scale = dots ? Math.max(8, Math.min(24, Math.floor(280 / width))) : Math.max(2, Math.floor(280 / width));
  const columns = strip ? Math.min(width, Math.floor(280 / scale)) : width;
  const canvas = make("canvas", { role: "img", width: columns * scale, height: (strip ? Math.ceil(width / columns) : height) * scale });
  box.append(canvas);
  let draw = (colors) => drawPixels(canvas, colors, columns, scale, dots);
  if (width === 16 && height === 8) {
    const key = "look of " + part.id;
    const look = make("select", { "aria-label": "What the LEDs are" }, ...["LEDs", "7 segments", "14 segments"].map((text) => make("option", {}, text)));
    look.value = localStorage.getItem(key) || "LEDs";
    look.addEventListener("change", () => localStorage.setItem(key, look.value));
    box.append(look);
    draw = (colors) => drawMatrix(canvas, colors, look.value, scale);
  }
  let before = "";
  return (show) => {
    const now = show.bits + show.color + show.colors + localStorage.getItem("look of " + part.id);
    if (now !== before) {
      before = now;
      const colors = colorsOf(show);
      draw(colors);
      const lit = colors.filter((color) => color !== "#000000").length;
      const what = strip ? width + " pixels" : width + " by " + height + " pixels";
      setAttribute(canvas, "aria-label", part.name + ", " + what + ", " + lit + " lit");
      canvas.colors = colors;
    }
  };
}

function colorsOf(show) {
  if (show.colors) {
    return show.colors.match(/#[0-9a-f]{6}/g) || [];
  }
  const bytes = atob(show.bits);
  const colors = [];
  for (let i = 0; i < show.width * show.height; i++) {
    colors.push((bytes.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1 ? show.color : "#000000");
  }
  return colors;
}

function drawPixels(canvas, colors, columns, scale, dots) {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, canvas.width, canvas.height);
  colors.forEach((color, i) => {
    const x = (i % columns) * scale;
    const y = Math.floor(i / columns) * scale;
    if (dots) {
      context.fillStyle = color === "#000000" ? "#2a3338" : color;
      context.beginPath();
      context.arc(x + scale / 2, y + scale / 2, scale * 0.38, 0, 2 * Math.PI);
      context.fill();
    } else if (color !== "#000000") {
      context.fillStyle = color === "#ffffff" ? "#bfe9ff" : color;
      context.fillRect(x, y, scale > 2 ? scale - 0.5 : scale, scale > 2 ? scale - 0.5 : scale);
    }
  });
}

function drawMatrix(canvas, colors, look, scale) {
  // Column x is ROW x of the chip, row y is COM y.
  const bits = (com) => Array.from({ length: 16 }, (_, row) => (colors[16 * com + row] !== "#000000" ? 1 << row : 0)).reduce((a, b) => a | b);
  if (look === "7 segments") {
    // The third place is the colon.
    const colon = bits(2) & 2;
    drawDigits(canvas, [0, 1, 3, 4].map(bits), drawSeven, colon ? 2 : -1);
  } else if (look === "14 segments") {
    drawDigits(canvas, [0, 1, 2, 3].map(bits), drawFourteen);
  } else {
    drawPixels(canvas, colors, 16, scale, true);
  }
}

function drawDigits(canvas, digits, drawDigit, colonBefore = -1) {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, canvas.width, canvas.height);
  const pitch = canvas.width / digits.length;
  const height = Math.min(canvas.height - 24, pitch * 1.5);
  context.lineWidth = Math.max(4, height / 11);
  context.lineCap = "round";
  digits.forEach((bits, i) => {
    context.setTransform(1, 0, -0.08, 1, i * pitch + pitch * 0.22, (canvas.height - height) / 2);
    drawDigit(context, bits, pitch * 0.5, height);
    if (i === colonBefore) {
      drawDots(context, -pitch * 0.18, height);
    }
  });
  context.resetTransform();
}

function drawLine(context, on, x1, y1, x2, y2) {
  context.strokeStyle = on ? "#ff4b3a" : "#2b1a1a";
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function drawDots(context, x, height) {
  drawLine(context, true, x, height * 0.3, x, height * 0.3);
  drawLine(context, true, x, height * 0.7, x, height * 0.7);
}

/** Segments A to F, which both kinds of digits have, and the dot. */
function drawOuter(context, bits, w, h, dot) {
  const lines = [[0, 0, w, 0], [w, 0, w, h / 2], [w, h / 2, w, h], [w, h, 0, h], [0, h, 0, h / 2], [0, h / 2, 0, 0]];
  lines.forEach((line, i) => drawLine(context, (bits >> i) & 1, ...line));
  drawLine(context, (bits >> dot) & 1, w * 1.4, h, w * 1.4, h);
}

function drawSeven(context, bits, w, h) {
  drawOuter(context, bits, w, h, 7);
  drawLine(context, bits & 0x40, w * 0.1, h / 2, w * 0.9, h / 2);
}

function drawFourteen(context, bits, w, h) {
  drawOuter(context, bits, w, h, 14);
  const [m, n] = [w / 2, h / 2];
  const lines = [[0, n, m, n], [m, n, w, n], [0, 0, m, n], [m, 0, m, n], [w, 0, m, n], [m, n, 0, h], [m, n, m, h], [m, n, w, h]];
  lines.forEach((line, i) => drawLine(context, (bits >> (i + 6)) & 1, ...line));
}

const DIGITS_BY_SEGMENTS = new Map(
  [..." 0123456789AbCdEF-"].map((text, i) => [
    [0, 0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f, 0x77, 0x7c, 0x39, 0x5e, 0x79, 0x71, 0x40][i],
    text,
  ]),
);

// ---------------------------------------------------------------- Plot

const MOST_POINTS = 1800;
const MOST_CURVES = 24;
const COLORS = ["#d1495b", "#2f7ed8", "#2a9d5c", "#c98a00", "#8e5bd0", "#00a3a3", "#b5557f", "#6b7b1f"];
const curves = new Map();
let times = [];
let plot = null;
let plotStale = false;
let readings = new Map();

function clearPlot() {
  curves.clear();
  times = [];
  readings = new Map();
  byId("series").replaceChildren();
  rebuildPlot();
}

function curve(id, name, from, unit) {
  if (!curves.has(id) && curves.size < MOST_CURVES) {
    const first = curves.values().next().value;
    const color = COLORS[curves.size % COLORS.length];
    const each = { name: name + ", " + from, unit, color, values: times.map(() => null), on: !first || unit === first.unit };
    curves.set(id, each);
    const swatch = make("span", { class: "swatch" });
    swatch.style.background = color;
    const box = make("input", { type: "checkbox" });
    box.checked = each.on;
    box.addEventListener("change", () => {
      each.on = box.checked;
      rebuildPlot();
    });
    byId("series").append(make("label", {}, box, swatch, name + " ", make("i", {}, from)));
    plotStale = true;
  }
  return curves.get(id);
}

/** Notes the numbers of lines such as "Temperature: 21.5 C". */
function noteReadings(line) {
  const pattern = /([A-Za-z][A-Za-z0-9 _.()-]{0,24}?)\s*[:=]\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z%\u00b5\u00b0\u03a9\/]{0,8})/g;
  for (const [, name, value, unit] of line.matchAll(pattern)) {
    readings.set(name.trim(), { value: Number(value), unit: unit === "C" ? "\u00b0C" : unit });
  }
}

function samplePlot() {
  const last = times[times.length - 1];
  if (last !== undefined && time < last) {
    clearPlot();
  }
  if (last !== undefined && time - last < 0.2 * Math.max(1, speed)) {
    return;
  }
  const now = new Map();
  for (const part of parts) {
    for (const quantity of part.quantities) {
      if (curve(part.id + "/" + quantity.name, quantity.name, part.name, quantity.unit)) {
        now.set(part.id + "/" + quantity.name, quantity.value);
      }
    }
  }
  readings.forEach((reading, name) => {
    if (curve("printed/" + name, name, "printed", reading.unit)) {
      now.set("printed/" + name, reading.value);
    }
  });
  if (curves.size === 0) {
    return;
  }
  times.push(time);
  curves.forEach((each, id) => each.values.push(now.has(id) ? now.get(id) : null));
  if (times.length > MOST_POINTS) {
    const drop = MOST_POINTS / 4;
    times.splice(0, drop);
    curves.forEach((each) => each.values.splice(0, drop));
  }
  drawPlot();
}

let plotDrawn = 0;

function drawPlot() {
  if (Date.now() - plotDrawn < 200 || document.hidden) {
    return;
  }
  plotDrawn = Date.now();
  if (plotStale || !plot) {
    rebuildPlot();
  } else {
    plot.setData([times, ...shownCurves().map((each) => each.values)]);
  }
}

const shownCurves = () => [...curves.values()].filter((each) => each.on);

function rebuildPlot() {
  plotStale = false;
  if (plot) {
    plot.destroy();
    plot = null;
  }
  const shown = shownCurves();
  const box = byId("curves");
  if (shown.length === 0 || times.length === 0) {
    return;
  }
  const style = getComputedStyle(document.body);
  const stroke = style.getPropertyValue("--soft");
  const grid = { stroke: style.getPropertyValue("--line"), width: 1 };
  const units = [...new Set(shown.map((each) => each.unit))];
  const scale = (unit) => "y " + unit;
  const axes = units.slice(0, 2).map((unit, i) => ({
    scale: scale(unit), side: i === 0 ? 3 : 1, label: unit, labelSize: 22, size: 56, stroke, ticks: grid, grid: i === 0 ? grid : { show: false },
  }));
  const options = {
    width: Math.max(200, box.clientWidth),
    height: 270,
    scales: { x: { time: false } },
    axes: [{ stroke, grid, ticks: grid, values: (self, ticks) => ticks.map((tick) => tick + " s") }, ...axes],
    series: [{}, ...shown.map((each) => ({ label: each.name, scale: scale(each.unit), stroke: each.color, width: 2, points: { show: false } }))],
    legend: { show: false },
  };
  units.forEach((unit) => {
    // A curve that is almost flat stays so: at least a small range around it.
    options.scales[scale(unit)] = { range: (self, low, high) => {
      const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.01, 0.1);
      return [low - room, high + room];
    } };
  });
  plot = new uPlot(options, [times, ...shown.map((each) => each.values)], box);
}

window.addEventListener("resize", () => plot && plot.setSize({ width: Math.max(200, byId("curves").clientWidth), height: 270 }));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", rebuildPlot);

// ---------------------------------------------------------------- Output and log

const MOST_LINES = 400;

/** Adds elements at the end, and stays at the end unless the reader has scrolled away from it. */
function append(list, scroll, elements) {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
  list.append(...elements);
  while (list.childElementCount > MOST_LINES) {
    list.firstElementChild.remove();
  }
  if (atEnd) {
    scroll.scrollTop = scroll.scrollHeight;
  }
}

function clearLists() {
  byId("lines").replaceChildren();
  byId("transfers").replaceChildren();
  byId("no-transfers").hidden = false;
  clearPlot();
}

function showOutput(lines) {
  append(byId("lines"), byId("lines"), lines.map((line) => make("div", line.error ? { class: "error" } : {}, line.text || "\u00a0")));
  lines.filter((line) => !line.error).forEach((line) => noteReadings(line.text));
}

function showLog(transfers) {
  if (byId("hold").checked) {
    return;
  }
  byId("no-transfers").hidden = true;
  const rows = transfers.slice(-MOST_LINES).map((each) => {
    const meaning = each.failure ? each.failure + (each.text ? ": " + each.text : "") : each.text;
    const cells = [each.t.toFixed(3), each.bus, each.device, meaning, each.bytes].map((text) => make("td", {}, text));
    const row = make("tr", each.failure ? { class: "failed" } : {}, ...cells);
    row.hidden = !matches(row);
    return row;
  });
  append(byId("transfers"), byId("log-scroll"), rows);
}

function matches(row) {
  return row.textContent.toLowerCase().includes(byId("filter").value.trim().toLowerCase());
}

byId("filter").addEventListener("input", () => {
  for (const row of byId("transfers").children) {
    row.hidden = !matches(row);
  }
});

// ---------------------------------------------------------------- Events

const events = new EventSource("events");
const handlers = {
  board: showBoard,
  clock: showClock,
  pins: showPins,
  parts: showParts,
  output: showOutput,
  log: showLog,
  trouble: (text) => text && tellTrouble(text),
};

// What came since the page was last drawn: the latest states, and the latest lines. A browser that is slow skips the others.
const waiting = new Map();

function showWaiting() {
  const now = [...waiting];
  waiting.clear();
  now.forEach(([name, data]) => handlers[name](data));
}

function note(name, data) {
  if (name === "board") {
    // Another board begins with empty lists.
    showWaiting();
  }
  if (waiting.size === 0) {
    setTimeout(showWaiting, 30);
  }
  const isList = name === "output" || name === "log";
  waiting.set(name, isList ? (waiting.get(name) || []).concat(data).slice(-MOST_LINES) : data);
}

for (const name of Object.keys(handlers)) {
  events.addEventListener(name, (event) => note(name, JSON.parse(event.data)));
}
// The server sends all that it has to each new connection.
events.addEventListener("open", () => (board = null));
events.addEventListener("error", () => showState("gone", "Not connected: the program has ended, or is busy"));
