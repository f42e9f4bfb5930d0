"""Kinds of inputs. Each runs a command line with something that gives the content in the place of the input's name:
`run(name, **options)` does, with options of subprocess.run; `path` is free for a file."""
import gzip
import lzma
import os
import shutil
import subprocess
import threading

GZIP, XZ, ZSTD = gzip.compress, lzma.compress, None
if shutil.which("zstd"):
    def ZSTD(text):
        return subprocess.run(["zstd", "-q"], input=text, stdout=subprocess.PIPE, check=True).stdout


def fed(descriptor, content):
    """A thread that writes content into a descriptor and closes it; the reader may leave early."""
    def write():
        with os.fdopen(descriptor, "wb") as pipe:
            try:
                pipe.write(content)
            except BrokenPipeError:
                pass
    thread = threading.Thread(target=write)
    thread.start()
    return thread


def as_file(run, content, path, **_):
    path.write_bytes(content)
    return run(str(path))


def as_pipe(name):
    def as_piped_stdin(run, content, **_):
        out, into = os.pipe()
        feeder = fed(into, content)
        try:
            return run(name, stdin=out)
        finally:
            os.close(out)
            feeder.join()
    return as_piped_stdin


def as_redirected_stdin(run, content, path, **_):
    path.write_bytes(content)
    with open(path, "rb") as file:
        return run("-", stdin=file)


def as_fifo(run, content, path, **_):
    os.mkfifo(path)
    feeder = threading.Thread(target=lambda: path.write_bytes(content))
    feeder.start()
    try:
        return run(str(path))
    finally:
        feeder.join()


def as_process_substitution(run, content, **_):
    out, into = os.pipe()
    feeder = fed(into, content)
    try:
        return run(f"/dev/fd/{out}", pass_fds=[out])
    finally:
        os.close(out)
        feeder.join()


def as_descriptor_of_a_file(run, content, path, **_):
    path.write_bytes(content)
    with open(path, "rb") as file:
        return run(f"/dev/fd/{file.fileno()}", pass_fds=[file.fileno()])


def as_packed_file(pack):
    def as_packed(run, content, path, **_):
        path.write_bytes(pack(content))
        return run(str(path))
    return as_packed


def as_packed_pipe(run, content, **_):
    return as_pipe("-")(run, GZIP(content[:len(content) // 2]) + GZIP(content[len(content) // 2:]))


KINDS = {
    "- from a pipe": as_pipe("-"),
    "/dev/stdin from a pipe": as_pipe("/dev/stdin"),
    "- from a file": as_redirected_stdin,
    "a FIFO": as_fifo,
    "a process substitution": as_process_substitution,
    "/dev/fd/N of a file": as_descriptor_of_a_file,
    "a file in gzip": as_packed_file(GZIP),
    "a file in xz": as_packed_file(XZ),
    "a pipe in gzip, of two members": as_packed_pipe,
}
if ZSTD:
    KINDS["a file in Zstandard"] = as_packed_file(ZSTD)
