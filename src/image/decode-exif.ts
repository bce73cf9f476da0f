/** Reads the EXIF orientation of a JPEG's metadata. */

/**
 * Returns whether the EXIF data that starts at `at` says that width and height are swapped when upright.
 * False where it says nothing. Throws a RangeError where it reaches past the view's end.
 */
export function isOnItsSide(view: DataView, at: number): boolean {
  const tag = orientationTag(view, at);
  // Orientations 5 to 8 turn by a quarter.
  return tag >= 5 && tag <= 8;
}

function orientationTag(view: DataView, at: number): number {
  const exif = view.getUint32(at) === 0x45786966 && view.getUint16(at + 4) === 0;
  if (!exif) return 1;
  const tiff = at + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = view.getUint16(directory, little);
  for (let k = 0; k < entries; k++) {
    const entry = directory + 2 + 12 * k;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
  }
  return 1;
}
