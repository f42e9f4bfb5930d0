"""Kinds of outputs. Each gives one to a command line and checks what became of it against the content of a plain file.

Devices are nodes of the test's own, in its own folder; without the right to make them that kind is left out."""
import os
import resource
import shutil
import stat
import threading

from walk import become_nobody, check


class Place:
    """A new folder for the outputs of one command line; nothing else may appear there."""

    def __init__(self, program, line):
        self.program, self.line = program, line
        self.folder = program.folder / "place"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()

    def write(self, name, **options):
        done = self.program.run(self.line.format(output=name), **options)
        check(done.returncode == 0, self.line, name, "exit", done.returncode, done.stderr)
        return done

    def refuse(self, name, words, **options):
        done = self.program.run(self.line.format(output=name), **options)
        error = done.stderr.decode()
        check(done.returncode == 1 and words in error and error.count("\n") == 1, self.line, name, "exit",
              done.returncode, error)

    def check_files(self, *names):
        present = sorted(path.name for path in self.folder.iterdir())
        check(present == sorted(names), self.line, "leaves", *present, "not", *names)


def new_file(place, content):
    place.write("place/file")
    check((place.folder / "file").read_bytes() == content, place.line, "writes another file")
    place.check_files("file")


def existing_file(place, content):
    file = place.folder / "file"
    file.write_bytes(b"old")
    file.chmod(0o640)
    place.write(str(file))
    check(file.read_bytes() == content and stat.S_IMODE(file.stat().st_mode) == 0o640, place.line, "permissions")
    place.check_files("file")


def symbolic_link(place, content):
    (place.folder / "below").mkdir()
    (place.folder / "below" / "file").write_bytes(b"old")
    (place.folder / "link").symlink_to("below/file")
    (place.folder / "dangling").symlink_to("below/new")
    for link, file in (("link", "file"), ("dangling", "new")):
        place.write(f"place/{link}")
        check((place.folder / link).is_symlink(), place.line, "replaces a link")
        check((place.folder / "below" / file).read_bytes() == content, place.line, "does not write through a link")
    place.check_files("below", "link", "dangling")


def fifo(place, content):
    path = place.folder / "fifo"
    os.mkfifo(path)
    got = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()
    place.write("place/fifo")
    reader.join()
    check(path.is_fifo() and got == [content], place.line, "does not write into a FIFO")
    place.check_files("fifo")


def device(place, _):
    for name, minor in (("null", 3), ("full", 7)):
        try:
            os.mknod(place.folder / name, stat.S_IFCHR | 0o666, os.makedev(1, minor))
            os.close(os.open(place.folder / name, os.O_WRONLY))
        except OSError:
            return
    place.write("place/null")
    place.refuse("place/full", "No space left on device")
    (place.folder / "link").symlink_to("null")
    place.write("place/link")
    for name in ("null", "full"):
        check((place.folder / name).is_char_device(), place.line, "replaces a device")
    check((place.folder / "link").is_symlink(), place.line, "replaces a link to a device")
    place.check_files("null", "full", "link")


def standard_output(place, content):
    for name in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        check(place.write(name).stdout == content, place.line, name, "prints something else")
    (place.folder / "link").symlink_to("/dev/stdout")
    check(place.write("place/link").stdout == content, place.line, "does not print through a link")
    place.check_files("link")
    check(not (place.program.folder / "-").exists(), place.line, "makes a file named -")


def open_descriptor(place, content):
    with open(place.folder / "file", "wb") as file:
        file.write(b"before\n")
        file.flush()
        place.write(f"/dev/fd/{file.fileno()}", pass_fds=[file.fileno()])
    check((place.folder / "file").read_bytes() == b"before\n" + content, place.line, "/dev/fd/N")
    place.check_files("file")


def what_is_no_file(place, _):
    (place.folder / "folder").mkdir()
    (place.folder / "folder" / "file").write_bytes(b"mine")
    (place.folder / "a").symlink_to("b")
    (place.folder / "b").symlink_to("a")
    place.refuse("place/folder", "Is a directory")
    place.refuse("place/no-such-folder/file", "No such file or directory")
    place.refuse("place/folder/file/below", "Not a directory")
    place.refuse("place/a", "Too many levels of symbolic links")
    place.refuse("/dev/fd/987", "Bad file descriptor")
    check((place.folder / "folder" / "file").read_bytes() == b"mine", place.line)
    place.check_files("folder", "a", "b")


def limited_size(place, _):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
    (place.folder / "file").write_bytes(b"old")
    place.refuse("place/file", "File too large", preexec_fn=limit)
    check((place.folder / "file").read_bytes() == b"old", place.line, "loses the old file")
    place.check_files("file")


def in_a_namespace(command):
    """Runs a program after a command that mounts something, which nobody else sees."""
    return ["unshare", "-m", "sh", "-c", command + ' && exec "$@"', "sh"]


def mounted_file(place, content):
    """It can be written, but not be replaced, as files that are given to a container."""
    mount = "mount --bind mine place/file"
    mine, below = place.program.folder / "mine", place.folder / "file"
    for file in (mine, below):
        file.write_bytes(b"old")
    if os.geteuid() != 0 or place.program.run("--version", in_a_namespace(mount)).returncode != 0:
        print("left out: no right to mount a file")
        return
    place.write("place/file", before=in_a_namespace(mount))
    check(mine.read_bytes() == content and below.read_bytes() == b"old", place.line, "does not write a mounted file")
    mine.write_bytes(b"mine")
    place.refuse("place/file", "Read-only file system", before=in_a_namespace(f"{mount} && mount -o remount,bind,ro place/file"))
    place.refuse("place/file", "File too large", before=in_a_namespace(mount),
                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)))
    check(mine.read_bytes() == b"mine", place.line, "loses what a mounted file held")
    place.check_files("file")


def file_in_a_folder_that_takes_none(place, content):
    if not place.program.is_for_nobody():
        return
    (place.program.folder / "other").unlink(missing_ok=True)
    file = place.folder / "file"
    file.write_bytes(b"old" * len(content))
    file.chmod(0o666)
    place.folder.chmod(0o755)
    place.write("place/file", preexec_fn=become_nobody)
    check(file.read_bytes() == content and file.stat().st_uid == 0, place.line, "does not write in place")
    place.refuse("place/new", "cannot make a file in the folder place: Permission denied", preexec_fn=become_nobody)
    place.check_files("file")
    (place.program.folder / "other").unlink(missing_ok=True)


KINDS = [new_file, existing_file, symbolic_link, fifo, device, standard_output, open_descriptor, what_is_no_file,
         limited_size, mounted_file, file_in_a_folder_that_takes_none]
