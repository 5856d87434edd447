// Typesets the formulas of a page with KaTeX.
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll(".math"))
    katex.render(element.textContent, element, {displayMode: element.tagName === "DIV", throwOnError: false});
});
