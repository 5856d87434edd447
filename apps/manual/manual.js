// Typesets the formulas of a page with KaTeX. A picture that would become too small to read scrolls instead.
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll(".math"))
    katex.render(element.textContent, element, {displayMode: element.tagName === "DIV", throwOnError: false});
});
window.addEventListener("load", () => {
  for (const image of document.querySelectorAll("article img"))
    if (image.naturalWidth > 1.25 * image.parentElement.clientWidth) {
      image.style.maxWidth = "none";
      image.parentElement.style.overflowX = "auto";
    }
});
