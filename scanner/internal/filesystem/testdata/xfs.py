#!/usr/bin/env python3
"""Fills an XFS with every form of file and directory, and lists what a kernel reads of it.

The images beside this file are made so, as root, by a kernel that knows version 4:

    truncate -s 42M xfs-v5.img
    mkfs.xfs --unsupported -b size=1024 -i size=512 -m uuid=... -L fixture5 -d agcount=2 xfs-v5.img
    mount -o loop xfs-v5.img mnt && ./xfs.py fill mnt && umount mnt
    xfs_repair -L xfs-v5.img
    mount -o loop,ro xfs-v5.img mnt && ./xfs.py list mnt > xfs-v5.list && umount mnt
    zstd -19 --long --rm xfs-v5.img xfs-v5.list

and xfs-v4.img with -m crc=0 -b size=512 -i size=256 -n size=4096,ftype=0. The log is
cleared because what is in it, which nothing reads, does not compress.
"""

import fcntl
import hashlib
import os
import socket
import stat
import sys
from urllib.parse import quote_from_bytes

BIG = "--big" in sys.argv  # as large as real ones, instead of small enough to keep


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)
        f.flush()
        os.fsync(f.fileno())


def text(n):
    return (b"%07d\n" % n) * 64


def names(dir, count, width):
    os.mkdir(dir)
    for i in range(count):
        os.close(os.open(f"{dir}/{i:06d}".ljust(len(dir) + 1 + width, "n"), os.O_CREAT | os.O_WRONLY))


def directories():
    names("empty", 0, 0)
    names("short", 3, 6)
    names("block", 40, 12)
    names("leaf", 300, 10)
    names("node", 60000 if BIG else 1000, 9)
    for i in range(100, 420):  # blocks that are unused, and given back
        os.unlink(f"node/{i:06d}".ljust(5 + 9, "n"))
    os.link("files/1024", "short/link")
    os.mkdir("tree")  # whose blocks lie apart
    for i in range(40000 if BIG else 480):
        write(f"tree/{i:06d}".ljust(5 + 200, "t"), text(i) if i % 5 == 0 else b"")
    deep = "deep"
    for i in range(20):
        os.mkdir(deep)
        write(deep + "/file", text(i))
        deep += "/deep"


def files():
    os.mkdir("files")
    for size in (0, 1, 511, 512, 1023, 1024, 1025, 4096, 65536, 100001):
        write(f"files/{size}", (text(size) * 256)[:size])
    with open("files/holes", "wb") as f:  # a tree of extents of more than one level
        for i in range(200000 if BIG else 480):
            f.seek(i * 2048)
            f.write(b"%07d\n" % i)
        f.truncate(i * 2048 + 100000)
    with open("files/unwritten", "wb") as f:
        os.posix_fallocate(f.fileno(), 0, 1 << 20)
        f.seek(1 << 19)
        f.write(text(1))
    with open("files/sparse", "wb") as f:
        f.truncate(1 << 26)
    with open("files/wide", "wb") as f:
        f.write(b"wide\n" * 400000)
    os.link("files/1024", "files/link")
    write(b"files/\xff\xfe of no encoding", b"x")
    write("files/" + "\u00e9" * 127 + "e", b"y")


def links():
    os.mkdir("links")
    for size in (1, 50, 150, 300, 511, 900, 1023):
        os.symlink(("../" * 400)[:size], f"links/{size}")
    os.symlink("../files/1", "links/file")


def devices():
    os.mkdir("devices")
    os.mknod("devices/null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    os.mknod("devices/wide", stat.S_IFCHR | 0o600, os.makedev(300, 70000))
    os.mknod("devices/whiteout", stat.S_IFCHR, os.makedev(0, 0))
    os.mknod("devices/disk", stat.S_IFBLK | 0o600, os.makedev(8, 1))
    os.mkfifo("devices/fifo")
    socket.socket(socket.AF_UNIX).bind("devices/socket")


def attributes():
    os.mkdir("attributes")

    def directory(name, opaque, value, others, size):
        d = "attributes/" + name
        os.mkdir(d)
        write(d + "/file", b"in " + name.encode())
        for i in range(others):
            os.setxattr(d, f"user.{i:04d}", b"v" * size)
        os.setxattr(d, opaque, value)

    directory("short", "trusted.overlay.opaque", b"y", 0, 0)
    directory("user", "user.overlay.opaque", b"y", 0, 0)
    directory("no", "trusted.overlay.opaque", b"n", 1, 4)
    directory("other", "user.overlay.opaque2", b"y", 1, 4)
    directory("leaf", "trusted.overlay.opaque", b"y", 4, 60)
    directory("far", "trusted.overlay.opaque", b"y", 4, 2000)
    directory("node", "trusted.overlay.opaque", b"y", 400 if BIG else 60, 60)
    directory("none", "user.none", b"y", 60, 60)


def shared():
    """Files that share blocks, where the file system has that."""
    with open("files/wide", "rb") as src, open("files/shared", "wb") as dst:
        try:
            fcntl.ioctl(dst, 0x40049409, src.fileno())  # FICLONE
        except OSError:
            return
        dst.seek(70000)
        dst.write(text(70000))


def fill():
    for make in (files, directories, links, devices, attributes, shared):
        make()


def opaque(path):
    for name in ("trusted.overlay.opaque", "user.overlay.opaque"):
        try:
            if os.getxattr(path, name, follow_symlinks=False) == b"y":
                return "opaque"
        except OSError:
            pass
    return "-"


def tell(path):
    st = os.lstat(path)
    kind, size, what = stat.filemode(st.st_mode)[0], 0, "-"
    if kind == "-":
        kind, size = "f", st.st_size
        with open(path, "rb") as f:
            what = hashlib.file_digest(f, "sha256").hexdigest() if st.st_size else "-"
    if kind == "l":
        what = quote_from_bytes(os.readlink(path))
    if kind in "cb":
        what = f"{os.major(st.st_rdev)}:{os.minor(st.st_rdev)}"
    mark = opaque(path) if kind == "d" else "-"
    print(kind, size, what, mark, st.st_ino, quote_from_bytes(path), sep="\t")


def list_in(dir):
    for name in sorted(os.listdir(dir or b".")):
        path = dir + b"/" + name if dir else name
        tell(path)
        if stat.S_ISDIR(os.lstat(path).st_mode):
            list_in(path)


os.chdir(sys.argv[2])
{"fill": fill, "list": lambda: list_in(b"")}[sys.argv[1]]()
