/** Detections → boxes, cells, anchors and tags on the photograph, in pixels of the drawing. */

import {
  type Box,
  clipBox,
  type Detection,
  type Trace,
  unletterboxBox,
} from "../../trace/index.ts";
import { headScaleColour } from "../parts/colours.ts";
import { share } from "../parts/format.ts";
import { placeTags, type Tag } from "./tags.ts";

/** A rectangle as SVG takes it. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One detection as it is drawn. */
export interface DetectionMark {
  readonly detection: Detection;
  readonly colour: string;
  readonly box: Rectangle;
  /** "person 0.88". */
  readonly text: string;
  /** Where its label goes; undefined where every place for it is taken. */
  readonly tag: Tag | undefined;
}

/** What is drawn over the photograph. */
export interface DetectionMarks {
  readonly width: number;
  readonly height: number;
  /** Drawn pixels for one of the photograph. */
  readonly scale: number;
  /** Best first. */
  readonly marks: readonly DetectionMark[];
}

/** Returns the marks of some detections; `measure` gives a label's width in pixels. */
export function detectionMarks(
  { photo }: Pick<Trace, "photo">,
  detections: readonly Detection[],
  { width, measure }: { readonly width: number; readonly measure: (text: string) => number },
): DetectionMarks {
  const scale = width / photo.width;
  const height = photo.height * scale;
  const drawn = detections.map((detection) => ({
    detection,
    colour: headScaleColour(detection.headScale),
    box: rectangle(detection.box, scale),
    text: `${detection.className} ${share(detection.confidence)}`,
  }));
  const tags = placeTags(
    drawn.map(({ box, text }) => ({ box, width: measure(text) })),
    { width, height },
  );
  return { width, height, scale, marks: drawn.map((mark, i) => ({ ...mark, tag: tags[i] })) };
}

/** Where a detection was found: its cell of the head's grid and its anchor, centred on the cell. */
export interface OriginMarks {
  readonly cell: Rectangle;
  /** Undefined where the head has no anchors. */
  readonly anchor: Rectangle | undefined;
}

/** Returns where a detection comes from, cut off at the photograph's edges. */
export function originMarks(
  { photo, letterbox }: Pick<Trace, "photo" | "letterbox">,
  { stride, cell: { row, column }, anchor }: Detection,
  { scale }: { readonly scale: number },
): OriginMarks {
  const onPhoto = (box: Box): Rectangle =>
    rectangle(clipBox(unletterboxBox(box, letterbox), photo), scale);
  const [x, y] = [(column + 0.5) * stride, (row + 0.5) * stride];
  const around = (width: number, height: number): Box => ({
    left: x - width / 2,
    top: y - height / 2,
    right: x + width / 2,
    bottom: y + height / 2,
  });
  return {
    cell: onPhoto(around(stride, stride)),
    anchor: anchor && onPhoto(around(anchor.width, anchor.height)),
  };
}

/** Returns the detection at a place of the drawing: of several boxes the smallest, so that all can be reached. */
export function detectionAt(
  marks: readonly DetectionMark[],
  { x, y }: { readonly x: number; readonly y: number },
): Detection | undefined {
  const inside = (r: Rectangle): boolean =>
    x >= r.x && x <= r.x + r.width && y >= r.y && y <= r.y + r.height;
  const area = ({ box }: DetectionMark): number => box.width * box.height;
  const tagged = marks.find(({ tag }) => tag && inside(tag));
  if (tagged) return tagged.detection;
  return marks.filter(({ box }) => inside(box)).sort((a, b) => area(a) - area(b))[0]?.detection;
}

function rectangle({ left, top, right, bottom }: Box, scale: number): Rectangle {
  return {
    x: left * scale,
    y: top * scale,
    width: (right - left) * scale,
    height: (bottom - top) * scale,
  };
}
