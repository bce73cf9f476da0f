/** Photographs: decoded from files, pastes, drops and the camera, and fitted into the network's input. */

export { type Camera, grabFrame, openCamera } from "./camera.ts";
export { type DecodeOptions, decode, decodeUrl } from "./decode.ts";
export { imagesIn } from "./images-in.ts";
export { type LetterboxedPhoto, fitLetterbox, letterbox } from "./letterbox.ts";
