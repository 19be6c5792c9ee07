import type { Locator } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: readonly number[];
}

const LONGEST_MS = 90_000;

/** What a telephone's camera reads of what is on the screen. Throws where it finds no QR code. */
export async function scan(shown: Locator): Promise<string> {
  const png = (await shown.screenshot()).toString('base64');
  const { width, height, data } = await shown.page().evaluate<Picture>(`new Promise((done, failed) => {
    const image = new Image();
    image.onerror = failed;
    image.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
      const drawing = canvas.getContext('2d');
      drawing.drawImage(image, 0, 0);
      done({ width: image.width, height: image.height, data: [...drawing.getImageData(0, 0, image.width, image.height).data] });
    };
    image.src = 'data:image/png;base64,${png}';
  })`);
  return decodeQR({ width, height, data: Uint8Array.from(data) }, { timeLimit: LONGEST_MS });
}
