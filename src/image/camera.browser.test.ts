import { expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { grabFrame, openCamera } from "./camera.ts";

function canvasOf(colour: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 48;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.fillStyle = colour;
  context.fillRect(0, 0, 64, 48);
  return canvas;
}

const failing = (error: unknown) => ({
  secure: true,
  devices: { getUserMedia: () => Promise.reject(error) },
});

test("opens, gives a frame and stops", async () => {
  const canvas = canvasOf("#3050a0");
  const source = canvas.captureStream(10);
  const asked: (MediaStreamConstraints | undefined)[] = [];
  const camera = await openCamera({
    secure: true,
    devices: {
      getUserMedia: (constraints) => {
        asked.push(constraints);
        return Promise.resolve(source);
      },
    },
  });
  expect(asked).toMatchObject([{ audio: false }]);
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = camera.stream;
  expect(() => grabFrame(video)).toThrow("The camera shows no picture yet");
  await video.play();
  const photo = grabFrame(video);
  expect([photo.name, photo.width, photo.height]).toEqual(["Camera frame", 64, 48]);
  const middle = photo.pixels.subarray((24 * 64 + 32) * 4, (24 * 64 + 32) * 4 + 4);
  for (const [c, value] of [0x30, 0x50, 0xa0, 255].entries())
    expect(Math.abs((middle[c] ?? NaN) - value)).toBeLessThan(8);
  camera.stop();
  camera.stop();
  expect(camera.stream.getTracks().map(({ readyState }) => readyState)).toEqual(["ended"]);
});

test.each([
  ["NotAllowedError", "The camera was not allowed. Allow it"],
  ["NotFoundError", "There is no camera. Connect one"],
  ["NotReadableError", "The camera is in use. Close"],
  ["SecurityError", "The camera is switched off for this page"],
  ["UnknownError", "The camera did not start: found strange."],
])("%s is told in a sentence", async (name, message) => {
  const opening = openCamera(failing(new DOMException("strange", name)));
  await expect(opening).rejects.toThrow(ReadableError);
  await expect(opening).rejects.toThrow(message);
});

test("an insecure page and a browser without cameras", async () => {
  const insecure = openCamera({ secure: false, devices: undefined });
  await expect(insecure).rejects.toThrow("expected a secure address (https or localhost)");
  const without = openCamera({ secure: true, devices: undefined });
  await expect(without).rejects.toThrow("found a browser without camera access");
});
