/** Opens a camera and takes a frame of its video as a photograph. */

import { type Photo, ReadableError } from "../trace/index.ts";
import { readPixels } from "./decode.ts";

/** A running camera. */
export interface Camera {
  readonly stream: MediaStream;
  /** Switches it off. Safe to call twice. */
  stop(): void;
}

/** What `openCamera` needs of the browser. */
export interface CameraSurroundings {
  /** Undefined on an insecure page. */
  readonly devices: Pick<MediaDevices, "getUserMedia"> | undefined;
  readonly secure: boolean;
}

/**
 * Returns a camera, on a phone the one at its back, after the person allowed it.
 * Rejects with a ReadableError: insecure page, no camera, not allowed, in use, or another reason.
 */
export async function openCamera(
  { devices, secure }: CameraSurroundings = browser(),
): Promise<Camera> {
  if (!secure || !devices) {
    throw new ReadableError({
      what: "The camera can't be used on this page",
      expected: "a secure address (https or localhost)",
      found: secure ? "a browser without camera access" : "an insecure one",
    });
  }
  try {
    const video = { facingMode: "environment", width: { ideal: 1280 } };
    const stream = await devices.getUserMedia({ video, audio: false });
    return {
      stream,
      stop: () => {
        for (const track of stream.getTracks()) track.stop();
      },
    };
  } catch (error) {
    throw explain(error);
  }
}

/**
 * Returns the frame that a video shows now.
 * Throws a ReadableError where it shows none yet.
 */
export function grabFrame(video: HTMLVideoElement, name = "Camera frame"): Photo {
  const size = { width: video.videoWidth, height: video.videoHeight };
  if (size.width === 0 || size.height === 0 || video.readyState < video.HAVE_CURRENT_DATA) {
    throw new ReadableError({
      what: "The camera shows no picture yet",
      todo: "Wait a moment and try again",
    });
  }
  return { name, ...readPixels(video, size) };
}

function browser(): CameraSurroundings {
  // The type says it is always there; on an insecure page it is not.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return { devices, secure: window.isSecureContext };
}

function explain(error: unknown): ReadableError {
  const named = error instanceof DOMException ? error.name : "";
  const parts = {
    NotAllowedError: {
      what: "The camera was not allowed",
      todo: "Allow it in the browser's address bar and try again",
    },
    SecurityError: {
      what: "The camera is switched off for this page",
      todo: "Allow it in the browser's settings",
    },
    NotFoundError: { what: "There is no camera", todo: "Connect one, or choose a file" },
    OverconstrainedError: { what: "There is no camera", todo: "Connect one, or choose a file" },
    NotReadableError: {
      what: "The camera is in use",
      todo: "Close the program that uses it and try again",
    },
    AbortError: { what: "The camera did not start", todo: "Try again" },
  };
  const known = Object.entries(parts).find(([name]) => name === named)?.[1];
  const found = error instanceof Error ? error.message : String(error);
  return new ReadableError(known ?? { what: "The camera did not start", found }, { cause: error });
}
