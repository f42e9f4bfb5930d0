#!/usr/bin/env python3
"""Fails on an include that points up the order of the rooms, or on torch where it does not belong.

Usage: check_includes.py CHECKOUT
"""
import pathlib
import re
import sys

# room -> the rooms whose headers it may include, besides its own
ROOMS = {
    "base": set(),
    "text": {"base"},
    "engine": {"base", "text"},
    "metrics": {"base", "text", "engine"},
    "model": {"base", "text", "engine"},
    "gan": {"base", "text", "engine", "metrics", "model"},
    "run": {"base", "text", "engine", "metrics", "model", "gan"},
}
WITH_TORCH = {"model", "gan", "run"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def findings(checkout):
    library = checkout / "lib" / "lingan"
    for path in sorted(library.rglob("*")):
        if path.suffix not in {".h", ".cc", ".cu", ".cuh"}:
            continue
        room = path.relative_to(library).parts[0]
        name = path.relative_to(checkout)
        if room not in ROOMS:
            yield f"{name}: room '{room}' is not in the order of the rooms"
            continue
        for header in INCLUDE.findall(path.read_text(encoding="utf-8")):
            first, *rest = header.split("/")
            if first == "lingan" and rest[0] not in ROOMS[room] | {room}:
                yield f"{name}: room '{room}' must not include <{header}>"
            if first in {"torch", "ATen", "c10"} and room not in WITH_TORCH:
                yield f"{name}: room '{room}' must not include torch (<{header}>)"
            if first in {"tools", "tests", "bench"}:
                yield f"{name}: the library must not include <{header}>"


def main():
    found = list(findings(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
