/* The network of the page, to be moved about. Without this script its picture stays. */
"use strict";
(function () {
  const held = document.getElementById("network-data");
  const canvas = document.getElementById("network-canvas");
  if (!held || !window.cytoscape) { return; }
  const network = JSON.parse(held.textContent);
  const words = document.getElementById("network-words");
  const seen = getComputedStyle(document.documentElement);
  const colour = (name) => seen.getPropertyValue(name).trim();
  const most = Math.max(1, ...network.nodes.map((node) => node.count));
  const strongest = Math.max(1, ...network.ties.map((tie) => tie.count));

  // Cytoscape would put a style element into the page, which the page forbids, unless
  // one of this name is there; what it would say stands in library.css.
  const mark = document.createElement("template");
  mark.id = "__________cytoscape_stylesheet";
  document.head.append(mark);

  document.getElementById("network-picture").hidden = true;
  canvas.hidden = false;
  // The picture is laid out broad; where the place is narrow, it stands upright.
  const narrow = canvas.clientWidth < 640;
  const place = (node) => narrow
    ? { x: 400 * node.y, y: 560 * node.x } : { x: 1050 * node.x, y: 480 * node.y };
  const cy = window.cytoscape({
    container: canvas,
    elements: [
      ...network.nodes.map((node, rank) => ({
        data: { ...node, size: (narrow ? 8 : 14) + (narrow ? 20 : 34) * Math.sqrt(node.count / most) },
        position: place(node),
        classes: narrow && rank >= 10 ? "minor" : "",
      })),
      ...network.ties.map((tie) => ({
        data: { ...tie, thick: 1 + 4 * (tie.count - 1) / strongest },
      })),
    ],
    layout: { name: "preset", fit: true, padding: 30 },
    minZoom: 0.3,
    maxZoom: 4,
    style: [
      { selector: "node", style: {
        "width": "data(size)", "height": "data(size)", "label": "data(label)",
        "background-color": colour("--bar"), "color": colour("--ink"),
        "text-outline-color": colour("--paper"), "text-outline-width": 3,
        "font-size": narrow ? 18 : 14, "min-zoomed-font-size": 6, "text-valign": "bottom", "text-margin-y": 4 } },
      { selector: ".minor", style: { "font-size": 14, "min-zoomed-font-size": 10 } },
      { selector: "edge", style: {
        "width": "data(thick)", "line-color": colour("--soft"), "line-opacity": 0.5, "curve-style": "bezier",
        "target-arrow-shape": network.directed ? "triangle" : "none",
        "target-arrow-color": colour("--soft"), "arrow-scale": 0.8 } },
      { selector: ".near", style: { "background-color": colour("--accent"),
        "line-color": colour("--accent"), "target-arrow-color": colour("--accent"), "z-index": 9 } },
      { selector: ".far", style: { "opacity": 0.25 } },
      { selector: ".out", style: { "display": "none" } },
    ],
  });

  cy.on("mouseover", "node", (event) => {
    words.textContent = event.target.data("words");
    const near = event.target.closedNeighborhood();
    cy.elements().addClass("far");
    near.removeClass("far").addClass("near");
    canvas.classList.add("pointing");
  });
  cy.on("mouseout", "node", () => {
    cy.elements().removeClass("far near");
    canvas.classList.remove("pointing");
  });
  cy.on("tap", "node", (event) => { window.location.href = event.target.data("href"); });

  const form = document.getElementById("years-form");
  if (form) {
    form.addEventListener("input", () => {
      const first = Number(form.elements.from.value.length === 4 && form.elements.from.value) || 0;
      const last = Number(form.elements.to.value.length === 4 && form.elements.to.value) || 9999;
      cy.nodes().forEach((node) => {
        const year = node.data("year");
        node.toggleClass("out", (year ?? 0) < first || (year ?? 9999) > last);
      });
      words.textContent = `${cy.nodes().not(".out").length} shown`;
    });
  }
}());
