// Pictures and sounds made in the browser: a chosen photo brought to a messenger's size,
// and samples for those who have no broken lamp at hand.

const LONGEST = 1600; // pixels; messengers shrink photos much like this

/** A picture as JPEG, its longer side at most 1600 pixels. */
export async function shrunk(file) {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const canvas = board(Math.round(image.width * scale), Math.round(image.height * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return jpeg(canvas);
}

function board(width, height) {
  const canvas = document.createElement("canvas");
  return Object.assign(canvas, { width, height });
}

const jpeg = (canvas) => new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));

/** A dark stairwell with a lamp that is out. */
export function samplePhoto() {
  const canvas = board(800, 600);
  const pen = canvas.getContext("2d");
  const wall = pen.createLinearGradient(0, 0, 0, 600);
  wall.addColorStop(0, "#30343d");
  wall.addColorStop(1, "#15171c");
  fill(pen, wall, 0, 0, 800, 600);
  for (let step = 0; step < 7; step++) {
    fill(pen, `hsl(220 8% ${14 + step * 3}%)`, 120 + step * 80, 560 - step * 48, 800, 48);
    fill(pen, "#0b0c0f", 120 + step * 80, 606 - step * 48, 800, 3);
  }
  fill(pen, "#4a4f5a", 250, 40, 6, 80);
  pen.fillStyle = "#8a8577";
  pen.beginPath();
  pen.arc(253, 146, 30, 0, Math.PI * 2);
  pen.fill();
  pen.strokeStyle = "#57534a";
  pen.lineWidth = 4;
  pen.stroke();
  for (let i = 0; i < 900; i++) {
    fill(pen, `rgb(255 255 255 / ${Math.random() * 0.05})`, Math.random() * 800, Math.random() * 600, 2, 2);
  }
  return jpeg(canvas);
}

function fill(pen, style, ...box) {
  pen.fillStyle = style;
  pen.fillRect(...box);
}

/** One second of two soft tones, as WAV. */
export function sampleVoice() {
  const rate = 8000;
  const view = new DataView(new ArrayBuffer(44 + rate));
  const word = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + rate, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  word(36, "data");
  view.setUint32(40, rate, true);
  for (let i = 0; i < rate; i++) {
    const tone = i < rate / 2 ? 330 : 440;
    view.setUint8(44 + i, 128 + 40 * Math.sin((2 * Math.PI * tone * i) / rate));
  }
  return new Blob([view], { type: "audio/wav" });
}

/** A blob's bytes as base64 without the `data:` head. */
export function base64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1]);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
