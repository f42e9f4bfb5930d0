#!/usr/bin/env python3
"""Fails where the library below lib/ names a flag of the program, says how lingan is built or set up, or prints.

The flags are those that tools/ gives to CLI11; comments and strings are searched for them. What the library's messages
name in backticks, tools/command_line_names.cc puts into words of the command line: each of its names must be in one, and
each name in a message must be one of these.

Usage: check_library.py CHECKOUT
"""
import pathlib
import re
import sys

FLAG_OF_THE_PROGRAM = re.compile(r'"(?:-\w,)?(--[a-z][a-z-]*)"')
FLAG = re.compile(r"--[a-z][a-z-]*")
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
PRINTING = re.compile(r"\b(v?f?printf|fputs|fputc|puts|putchar|perror|fwrite)\s*\(|\bfmt::print\b|\bstd::(cout|cerr|clog)\b|"
                      r"\bstd(out|err)\b|\bSTD(OUT|ERR)_FILENO\b")
HOW_TO_BUILD = re.compile(r"scripts/|--preset")
IN_BACKTICKS = re.compile(r"`[a-z_]+`")
OF_NO_OPTION = {"`name`", "`mle`", "`word`", "`character`"}  # a key of a recipe's file, and variants
NAME = re.compile(r'Name\{"(`\w+`)"')


def sources(folder):
    return (path for path in sorted(folder.rglob("*")) if path.suffix in {".h", ".cc", ".cu", ".cuh"})


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def faults(path, name, flags):
    text = path.read_text(encoding="utf-8")
    for piece in COMMENT_OR_STRING.finditer(text):
        for flag in FLAG.finditer(piece.group()):
            if flag.group() in flags:
                place = line_of(text, piece.start() + flag.start())
                yield f"{name}:{place}: {flag.group()} is the program's; name the option's field, in backticks"
        for words in HOW_TO_BUILD.finditer(piece.group()) if piece.group().startswith('"') else ():
            place = line_of(text, piece.start() + words.start())
            yield f"{name}:{place}: {words.group()}: how lingan is built and set up is for tools/ to say"
    code = COMMENT_OR_STRING.sub(lambda piece: re.sub(r"[^\n]", " ", piece.group()), text)
    for call in PRINTING.finditer(code):
        yield f"{name}:{line_of(code, call.start())}: {call.group()}: the library does not print; see base/notice.h"


def unknown_names(path, name, known):
    text = path.read_text(encoding="utf-8")
    for piece in COMMENT_OR_STRING.finditer(text):
        for word in IN_BACKTICKS.findall(piece.group()) if piece.group().startswith('"') else ():
            if word not in known:
                yield f"{name}:{line_of(text, piece.start())}: {word} is not in tools/command_line_names.cc"


def unused_names(checkout):
    table = (checkout / "tools" / "command_line_names.cc").read_text(encoding="utf-8")
    library = "".join(path.read_text(encoding="utf-8") for path in sources(checkout / "lib"))
    for name in NAME.findall(table):
        if name not in library:
            yield f"tools/command_line_names.cc: no message of the library says {name}"


def main():
    checkout = pathlib.Path(sys.argv[1])
    tools = "".join(path.read_text(encoding="utf-8") for path in sources(checkout / "tools"))
    flags = set(FLAG_OF_THE_PROGRAM.findall(tools))
    if not flags:
        print("tools/ gives no flag to CLI11")
        return 1
    complaints = [fault for path in sources(checkout / "lib") for fault in faults(path, path.relative_to(checkout), flags)]
    known = OF_NO_OPTION | set(NAME.findall((checkout / "tools" / "command_line_names.cc").read_text(encoding="utf-8")))
    complaints += [fault for path in sources(checkout / "lib")
                   for fault in unknown_names(path, path.relative_to(checkout), known)]
    complaints += unused_names(checkout)
    print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
