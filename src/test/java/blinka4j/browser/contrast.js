// SPDX-License-Identifier: MIT
// The texts of the page whose contrast is below 4.5 to 1, by the formula of WCAG 2.2.
() => {
  const rgba = (text) => text.match(/[\d.]+/g).map(Number).concat(1).slice(0, 4);
  const over = (top, below) => below.map((value, i) => (i < 3 ? top[i] * top[3] + value * (1 - top[3]) : 1));
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      layers.push(rgba(getComputedStyle(each).backgroundColor));
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const opacity = (element) => (element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const weak = [];
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest(".unseen, .skip, option, script, :disabled")) {
      continue;
    }
    texts++;
    const below = background(element);
    const color = rgba(getComputedStyle(element).color);
    color[3] *= opacity(element);
    const [light, dark] = [luminance(over(color, below)), luminance(below)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) {
      weak.push(ratio.toFixed(2) + " " + element.tagName + "." + element.className + ": " + node.data.trim().slice(0, 30));
    }
  }
  return { weak: [...new Set(weak)], texts, dark: luminance(background(document.body)) < 0.2 };
};
