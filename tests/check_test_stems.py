#!/usr/bin/env python3
"""Says what share of the library's sources have a test file of their stem in the same folder below tests/, and which
have none; fails when the share is below 85 %.

NAME_card.cc and NAME_cards.cc are left out of that share, on both sides: they are tables of names, summaries and keys
without logic, which the conformance tests and those of their variants ask one by one. The share of all sources, tables
among them, is printed beside it.

Usage: check_test_stems.py CHECKOUT
"""
import pathlib
import re
import sys

WANTED = 0.85


def is_card(source):
    return re.search("_cards?$", source.stem) is not None


def share_of(tested, sources):
    """In words, as `380 of 428 (88.8%)`."""
    return f"{len(tested)} of {len(sources)} ({len(tested) / len(sources):.1%})"


def main():
    checkout = pathlib.Path(sys.argv[1])
    library, tests = checkout / "lib" / "lingan", checkout / "tests"
    sources = sorted(path.relative_to(library) for path in library.rglob("*.cc"))
    tested = [source for source in sources if (tests / source.with_name(f"{source.stem}_test.cc")).exists()]
    others, others_tested = ([source for source in some if not is_card(source)] for some in (sources, tested))
    print(f"sources of lib/lingan that have a test of their name: {share_of(others_tested, others)}, without "
          f"*_card.cc and *_cards.cc; {share_of(tested, sources)} of all")
    for source in others:
        if source not in others_tested:
            print(f"none: {source}")
    return 0 if len(others_tested) >= WANTED * len(others) else 1


if __name__ == "__main__":
    sys.exit(main())
