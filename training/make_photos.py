"""Writes the bundled photographs and their credit lines to public/photos, from freely licensed sources.

The sources come with Debian: scikit-image's sample photographs (python3-skimage) and two wallpapers
(lomiri-wallpapers-20.04, plasma-workspace-wallpapers). Each is scaled to at most 960 pixels and saved
as JPEG; "Wall of prints" is composed here from the others, so that one scene has objects of many sizes.
"""
import argparse
import json
from pathlib import Path

from PIL import Image, ImageFilter

LONGEST = 960
CC0 = "CC0 1.0"
SKIMAGE = "scikit-image sample data"

# file, name, source file, description, credit, licence, source
PHOTOS = [
    ("motorcycle.jpg", "Motorcycle", "motorcycle_left.png", "A red motorcycle in a garage, shelves behind it",
     "Daniel Scharstein and others, Middlebury Stereo Dataset 2014", CC0, SKIMAGE),
    ("astronaut.jpg", "Astronaut", "astronaut.png", "Eileen Collins in an orange flight suit, a model shuttle beside her",
     "NASA", "public domain", SKIMAGE),
    ("cat.jpg", "Cat", "chelsea.png", "The face of the tabby cat Chelsea, close up",
     "Stéfan van der Walt", CC0, SKIMAGE),
    ("coffee.jpg", "Coffee", "coffee.png", "An espresso in a red cup on a saucer, with a spoon",
     "Rachel Michetti, Pikolo Espresso Bar", CC0, SKIMAGE),
    ("photographer.jpg", "Photographer", "camera.png", "A man in a dark coat looking through a camera on a tripod, black and white",
     "Lav Varshney", CC0, SKIMAGE),
    ("nuthatch.jpg", "Nuthatch", "Kleiber_by_Lukas_Baubkus.jpg", "A small bird head down on a tree trunk, people out of focus behind",
     "Lukas Baubkus, cropped", "CC BY-SA 3.0", "Lomiri Wallpapers"),
    ("cups.jpg", "Cups", "ColorfulCups/contents/images/2560x1600.jpg", "Rows of plastic cups in blue, pink and red",
     "Dmitri Popov", "LGPL 3.0", "Plasma Workspace Wallpapers"),
]
# The part of a source that is shown, in its pixels.
CROPS = {"nuthatch.jpg": (1700, 1000, 3700, 2500)}
# The prints on the wall: source, width, left, top, each from far to near.
PRINTS = [
    ("motorcycle.jpg", 430, 30, 40), ("cat.jpg", 180, 490, 50), ("astronaut.jpg", 210, 700, 40),
    ("motorcycle.jpg", 150, 490, 200), ("coffee.jpg", 110, 30, 370), ("astronaut.jpg", 90, 165, 370),
    ("cat.jpg", 90, 275, 370), ("coffee.jpg", 300, 390, 345), ("photographer.jpg", 230, 710, 310),
    ("cat.jpg", 330, 30, 490), ("motorcycle.jpg", 90, 390, 570), ("photographer.jpg", 110, 500, 570),
    ("motorcycle.jpg", 280, 630, 570),
]


def find(name, folders):
    for folder in folders:
        found = next(iter(sorted(Path(folder).rglob(name))), None)
        if found:
            return found
    raise FileNotFoundError(f"{name} is in none of {', '.join(map(str, folders))}")


def wall(photos):
    """Returns one picture of many prints, 960 by 780 pixels, each with a thin border and a shadow."""
    scene = Image.new("RGB", (960, 780), (226, 221, 212))
    for name, width, left, top in PRINTS:
        photo = photos[name]
        size = (width, round(photo.height * width / photo.width))
        shadow = Image.new("L", scene.size, 0)
        shadow.paste(110, (left, top + 4, left + size[0] + 4, top + size[1] + 8))
        scene.paste((90, 84, 74), mask=shadow.filter(ImageFilter.GaussianBlur(5)))
        scene.paste((252, 251, 248), (left - 4, top - 4, left + size[0] + 4, top + size[1] + 4))
        scene.paste(photo.resize(size, Image.Resampling.LANCZOS), (left, top))
    return scene


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", nargs="+", required=True, help="folders with the packages' files")
    parser.add_argument("--out", default="../public/photos")
    o = parser.parse_args()
    out, photos, rows = Path(o.out), {}, []
    out.mkdir(parents=True, exist_ok=True)
    for file, name, source, description, credit, licence, origin in PHOTOS:
        photo = Image.open(find(source, o.sources)).convert("RGB")
        photo = photo.crop(CROPS[file]) if file in CROPS else photo
        photo.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        photos[file] = photo
        rows.append(dict(file=file, name=name, description=description, credit=credit, license=licence, source=origin))
    photos["wall.jpg"] = wall(photos)
    rows.insert(1, dict(
        file="wall.jpg", name="Wall of prints",
        description="Thirteen prints on a wall: motorcycles, astronauts, cats, cups and a photographer, large and small",
        credit="composed from Motorcycle, Astronaut, Cat, Coffee and Photographer", license=CC0, source="SE Lens",
    ))
    for file, photo in photos.items():
        photo.save(out / file, quality=90, optimize=True)
    (out / "photos.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
