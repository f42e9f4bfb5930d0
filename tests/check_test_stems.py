#!/usr/bin/env python3
"""Says what share of the library's sources have a test file of their stem in the same folder below tests/, and which
have none; fails when the share is below 85 %.

NAME_card.cc and NAME_cards.cc, tables of what a variant or a kind of them is, are tested with it: NAME_test.cc or
NAMEs_test.cc counts for them, too.

Usage: check_test_stems.py CHECKOUT
"""
import pathlib
import re
import sys

WANTED = 0.85


def tests_of(source):
    """The files that may test a source, below tests/."""
    stems = [source.stem]
    name = re.sub("_cards?$", "", source.stem)
    if name != source.stem:
        stems += [name, f"{name}s"]
    return [source.with_name(f"{stem}_test.cc") for stem in stems]


def main():
    checkout = pathlib.Path(sys.argv[1])
    library, tests = checkout / "lib" / "lingan", checkout / "tests"
    sources = sorted(path.relative_to(library) for path in library.rglob("*.cc"))
    untested = [source for source in sources if not any((tests / test).exists() for test in tests_of(source))]
    share = 1 - len(untested) / len(sources)
    print(f"{len(sources) - len(untested)} of {len(sources)} sources of lib/lingan have a test of their name ({share:.0%})")
    print("\n".join(f"none: {source}" for source in untested))
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
