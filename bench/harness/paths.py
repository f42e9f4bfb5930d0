"""What the scripts that run lingan and its rivals by themselves are told: where things lie."""
import argparse
import pathlib


def parser_of_paths(description, *options):
    """A command line of options that each name a place and must be there."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in options:
        parser.add_argument(option, required=True, type=pathlib.Path)
    return parser
