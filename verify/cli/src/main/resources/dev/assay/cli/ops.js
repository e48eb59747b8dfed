const box = document.getElementById("filter");
box.addEventListener("input", () => {
  const wanted = box.value.trim().toLowerCase();
  for (const section of document.querySelectorAll("section")) {
    let shown = 0;
    for (const row of section.querySelectorAll("tbody tr")) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    section.hidden = shown === 0;
  }
});
