document.documentElement.classList.add("script");

// Copies the command beside a button; the second way serves pages opened from disk.
for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch (e) {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}

// Shows the operations whose name contains the text and whose verdict is the chosen one.
const filter = document.getElementById("filter");
let status = "all";
function show() {
  const text = filter.value.trim().toLowerCase();
  for (const section of document.querySelectorAll(".family")) {
    let any = false;
    for (const row of section.querySelectorAll("tbody tr")) {
      const fits = row.cells[0].textContent.includes(text)
        && (status === "all" || row.dataset.status === status);
      row.hidden = !fits;
      any ||= fits;
    }
    section.hidden = !any;
  }
}
filter.addEventListener("input", show);
for (const button of document.querySelectorAll(".controls button")) {
  button.addEventListener("click", () => {
    status = button.dataset.status;
    for (const b of document.querySelectorAll(".controls button")) {
      b.setAttribute("aria-pressed", String(b === button));
    }
    show();
  });
}

// A click on a column's head sorts by it, a second click the other way round.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    heads.forEach((h) => h.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const compare = (a, b) => key(a).localeCompare(key(b), "en", { numeric: true })
      || a.cells[0].textContent.localeCompare(b.cells[0].textContent, "en");
    const number = (a, b) => Number(key(a)) - Number(key(b));
    const numeric = "value" in table.tBodies[0].rows[0].cells[column].dataset;
    const rows = [...table.tBodies[0].rows].sort(numeric ? number : compare);
    table.tBodies[0].append(...(up ? rows : rows.reverse()));
  }));
}
