#!/usr/bin/env python3
"""Fails on an include that points up the order of the rooms, on a circle between the folders of a room,
or on torch where it does not belong.

The order is the one that CMakeLists.txt gives to lingan_room: a room may include itself and, by way of
its DEPENDS, what lies below it; those with TORCH may include torch, but for their CARDS, which may not
reach it through any header.

Usage: check_includes.py CHECKOUT
"""
import fnmatch
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
ROOM = re.compile(r"^lingan_room\((\w+)([^)]*)\)", re.MULTILINE)
KEYWORDS = {"DEPENDS", "LINK", "TORCH", "CARDS"}
TORCH = {"torch", "ATen", "c10"}


def arguments_after(keyword, words):
    """The words between a keyword of lingan_room and the next one."""
    result = []
    if keyword in words:
        for word in words[words.index(keyword) + 1:]:
            if word in KEYWORDS:
                break
            result.append(word)
    return result


def read_rooms(checkout):
    """room -> the rooms whose headers it may include, besides its own; the rooms with torch; and
    room -> the patterns of its sources that need none."""
    below, with_torch, cards = {}, set(), {}
    for room, rest in ROOM.findall((checkout / "CMakeLists.txt").read_text(encoding="utf-8")):
        words = rest.split()
        below[room] = set()
        for direct in arguments_after("DEPENDS", words):
            below[room] |= {direct} | below[direct]
        if "TORCH" in words:
            with_torch.add(room)
        cards[room] = arguments_after("CARDS", words)
    return below, with_torch, cards


def sources(library):
    return (path for path in sorted(library.rglob("*")) if path.suffix in {".h", ".cc", ".cu", ".cuh"})


def upward_includes(checkout, below, with_torch):
    library = checkout / "lib" / "lingan"
    for path in sources(library):
        room = path.relative_to(library).parts[0]
        name = path.relative_to(checkout)
        if room not in below:
            yield f"{name}: CMakeLists.txt has no lingan_room({room})"
            continue
        for header in INCLUDE.findall(path.read_text(encoding="utf-8")):
            first, *rest = header.split("/")
            if first == "lingan" and rest[0] not in below[room] | {room}:
                yield f"{name}: room '{room}' must not include <{header}>"
            if first in TORCH and room not in with_torch:
                yield f"{name}: room '{room}' must not include torch (<{header}>)"
            if first in {"tools", "tests", "bench"}:
                yield f"{name}: the library must not include <{header}>"


def way_to_torch(path, checkout, seen):
    """The headers by which a source reaches torch, in order; empty: it does not."""
    for header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if header.split("/")[0] in TORCH:
            return [header]
        below = checkout / "lib" / header
        if header in seen or not below.exists():
            continue
        seen.add(header)
        way = way_to_torch(below, checkout, seen)
        if way:
            return [header] + way
    return []


def cards_with_torch(checkout, cards):
    for room, patterns in cards.items():
        folder = checkout / "lib" / "lingan" / room
        for path in sorted(folder.rglob("*.cc")):
            name = path.relative_to(folder).as_posix()
            if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                continue
            way = way_to_torch(path, checkout, set())
            if way:
                yield f"{path.relative_to(checkout)}: one of the room's CARDS must not reach torch: {' -> '.join(way)}"


def folder_arrows(room):
    """(folder, folder) inside a room -> one include that draws the arrow."""
    arrows = {}
    for path in sources(room):
        own = path.parent.relative_to(room).as_posix()
        for header in INCLUDE.findall(path.read_text(encoding="utf-8")):
            target = room.parent.parent / header
            if not target.is_relative_to(room) or not target.exists():
                continue
            other = target.parent.relative_to(room).as_posix()
            if other != own:
                arrows.setdefault((own, other), f"{path.relative_to(room)} includes {target.relative_to(room)}")
    return arrows


def circle_in(arrows):
    """One circle of folders, as a list that ends where it begins; empty: there is none."""
    after = {}
    for start, end in sorted(arrows):
        after.setdefault(start, []).append(end)
    done = set()

    def search(folder, trail):
        if folder in trail:
            return trail[trail.index(folder):] + [folder]
        if folder in done:
            return []
        for following in after.get(folder, []):
            circle = search(following, trail + [folder])
            if circle:
                return circle
        done.add(folder)
        return []

    for folder in sorted(after):
        circle = search(folder, [])
        if circle:
            return circle
    return []


def circles(checkout):
    for room in sorted((checkout / "lib" / "lingan").iterdir()):
        if not room.is_dir():
            continue
        arrows = folder_arrows(room)
        circle = circle_in(arrows)
        if circle:
            steps = "; ".join(arrows[step] for step in zip(circle, circle[1:]))
            yield f"{room.name}: its folders {' -> '.join(circle)} include each other in a circle: {steps}"


def main():
    checkout = pathlib.Path(sys.argv[1])
    below, with_torch, cards = read_rooms(checkout)
    if not below:
        print("CMakeLists.txt names no room: lingan_room(NAME DEPENDS ROOM...)")
        return 1
    faults = [*upward_includes(checkout, below, with_torch), *cards_with_torch(checkout, cards), *circles(checkout)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
