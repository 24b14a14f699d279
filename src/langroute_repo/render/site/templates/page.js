"use strict";
// Shows what was worked out when the page was made, and computes nothing but where things stand.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const show = (nodes, yes = true) => nodes.forEach((node) => { node.hidden = !yes; });

  // Languages by their English names, which a browser knows.
  const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
  const english = (tag) => { try { return names.of(tag) || ""; } catch { return ""; } };
  for (const node of all("h1 .english, .matrix b")) {
    const tag = node.closest("h1, th").querySelector("code").textContent, own = node.textContent, name = english(tag);
    if (name && name !== own) {
      node.textContent = name;
      if (own !== tag) node.title = own;
    }
  }

  // The overview: which rows are shown.
  const filter = document.querySelector(".filter");
  if (filter) {
    const [words, role, unknown, found] = ["filter", "role", "unknown", "found"].map((id) => document.getElementById(id));
    const groups = all(".matrix tbody").map((body) => ({
      body,
      words: `${body.dataset.words} ${body.querySelector("th").textContent} ${body.querySelector("b").title}`.toLowerCase(),
      found: Boolean(body.querySelector("a.tag")),
      rows: all("tr", body).map((row) => {
        const [own, model, , , , , recall] = all("td", row).map((cell) => cell.textContent.trim());
        row.classList.add(own);
        return { row, own, model: (model || "").toLowerCase(), unknown: recall === "not known" };
      }),
    }));
    const apply = () => {
      const asked = words.value.trim().toLowerCase();
      let count = 0;
      for (const { body, rows, words: known, found: any } of groups) {
        const fits = rows.filter(({ own, model, unknown: missing }) =>
          (known.includes(asked) || model.includes(asked)) &&
          (!role.value || own === role.value) &&
          (!unknown.checked || missing));
        // A language is shown with all its models: a row alone does not say what it stands beside.
        body.hidden = !fits.length || (found.checked && !any);
        rows.forEach((one) => one.row.classList.toggle("faint", !fits.includes(one)));
        count += !body.hidden;
      }
      document.getElementById("count").textContent = `${count} of ${groups.length} languages`;
    };
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.addEventListener("input", apply);
    filter.hidden = false;
    apply();
  }

  // The way back of packed.py.
  const written = (number, decimals, commas) => {
    const digits = String(number).padStart(decimals + 1, "0");
    const end = digits.length - decimals;
    const whole = commas ? digits.slice(0, end).replace(/\B(?=(?:\d{3})+$)/g, ",") : digits.slice(0, end);
    return decimals ? `${whole}.${digits.slice(end)}` : whole;
  };
  const unpack = async (text) => {
    const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const { forms, patterns, rows, columns } = await new Response(stream).json();
    const sums = columns.map((held) => held.map((steps) => { let sum = 0; return steps.map((step) => (sum += step)); }));
    const next = patterns.map(() => 0);
    let pattern = 0;
    return rows.map((step) => {
      pattern += step;
      const row = next[pattern]++;
      let column = 0;
      const lines = patterns[pattern].map((index) => {
        const [form, decimals, commas] = forms[index];
        const words = form.split("\0");
        return words.reduce((line, word, at) => line + written(sums[pattern][column++][row], decimals[at - 1], commas[at - 1]) + word);
      });
      return lines.map((line, at) => at < 2 ? line : line.replaceAll("\x01", lines[0]).replaceAll("\x02", lines[1]));
    });
  };

  // A model's page: another threshold.
  const copy = async (button) => {
    const code = button.parentNode.querySelector("code");
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };
  const LEFT = 8, WIDTH = 640;
  const trial = async (section) => {
    const box = section.querySelector(".trial");
    if (!box || !("DecompressionStream" in window)) return;
    const one = (selector) => section.querySelector(selector);
    const texts = await unpack(one(".packed").textContent);
    const own = Number(box.dataset.cell);
    const range = one("input[type=range]"), typed = one("input[type=text]"), back = one(".back");
    const cells = all(".now td.tried", section);
    const marks = all("figure > svg", section).map((svg) => {
      const mark = svg.querySelector("line.at").cloneNode();
      mark.setAttribute("class", "at new");
      svg.append(mark);
      return mark;
    });
    const bars = all(".scores rect", section).map((bar) => ({ bar, cell: (bar.x.baseVal.value + bar.width.baseVal.value / 2 - LEFT) / WIDTH * 1000 }));

    const draw = (cell) => {
      const [value, passes, day, recall, precision, sealed, ...more] = texts[cell];
      const marked = (sign) => more.filter((line) => line[0] === sign).map((line) => line.slice(1));
      const moved = cell !== own;
      [value, passes, day, recall, precision].forEach((text, at) => { cells[at].textContent = text; });
      show(all(".tried", section), moved);
      // The first part names the values, which stand above.
      one(".told").replaceChildren(...(moved ? [...marked("=").slice(1), ...marked("+")] : []).map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }));
      one(".limits").replaceChildren(...(moved ? marked("!") : []).map((line) => {
        const [rule, level, message, hint] = line.split("\t");
        const item = document.createElement("li");
        item.className = level;
        for (const [name, text] of [["b", rule], ["span", message], ["i", hint]]) {
          const node = document.createElement(name);
          node.textContent = text;
          item.append(node, " ");
        }
        return item;
      }));
      one(".command").textContent = `${box.dataset.command} ${value}`;
      one(".sealed").textContent = `threshold: ${sealed}`;
      show([box, back], moved);
      const x = LEFT + cell / 1000 * WIDTH;
      for (const mark of marks) {
        mark.setAttribute("x1", x);
        mark.setAttribute("x2", x);
        mark.style.display = moved ? "" : "none";
      }
      const [low, high] = [Math.min(cell, own), Math.max(cell, own)];
      bars.forEach(({ bar, cell: at }) => bar.classList.toggle("changing", moved && low <= at && at < high));
      range.value = cell;
      range.setAttribute("aria-valuetext", `${value}, passes ${passes}`);
      if (document.activeElement !== typed) typed.value = value;
    };
    const values = texts.map((lines) => lines[0]);
    const nearest = (text) => {
      const number = Number(text.trim().replace(",", "."));
      if (!text.trim() || Number.isNaN(number)) return -1;
      let best = 0;
      values.forEach((value, at) => { if (Math.abs(value - number) < Math.abs(values[best] - number)) best = at; });
      return best;
    };
    range.addEventListener("input", () => draw(Number(range.value)));
    typed.addEventListener("input", () => {
      const cell = nearest(typed.value);
      typed.setAttribute("aria-invalid", String(cell < 0));
      if (cell >= 0) draw(cell);
    });
    typed.addEventListener("change", () => { typed.value = values[Number(range.value)]; typed.removeAttribute("aria-invalid"); });
    back.addEventListener("click", () => draw(own));
    all(".copy", box).forEach((button) => button.addEventListener("click", () => copy(button)));
    show([one(".slide"), one(".ask")]);
    draw(own);
  };
  Promise.all(all(".model").map(trial)).then(() => document.documentElement.setAttribute("data-ready", ""));
})();
