// The photo of the played day: the stairwell with its new lamp.

import { base64 } from "./samples.js";

/** A lit stairwell, as base64 of a JPEG. */
export async function mended() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 600 });
  const pen = canvas.getContext("2d");
  const fill = (style, ...box) => ((pen.fillStyle = style), pen.fillRect(...box));
  fill("#b9a888", 0, 0, 800, 600);
  for (let step = 0; step < 7; step++) {
    fill(`hsl(36 18% ${58 + step * 4}%)`, 120 + step * 80, 560 - step * 48, 800, 48);
    fill("#6f6553", 120 + step * 80, 606 - step * 48, 800, 3);
  }
  const light = pen.createRadialGradient(253, 150, 10, 253, 150, 520);
  light.addColorStop(0, "#fff6d5");
  light.addColorStop(0.12, "#ffe9a8cc");
  light.addColorStop(0.5, "#ffd98a44");
  light.addColorStop(1, "#3a2f1a88");
  fill(light, 0, 0, 800, 600);
  fill("#4a4f5a", 250, 40, 6, 80);
  pen.fillStyle = "#fffdf2";
  pen.beginPath();
  pen.arc(253, 146, 30, 0, Math.PI * 2);
  pen.fill();
  return base64(await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86)));
}
