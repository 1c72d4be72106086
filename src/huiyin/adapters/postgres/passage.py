"""Lets the server's account pass through closed folders (such as /root) to its own, and no further.

A folder is opened by an access control list that gives this one account the right to search, not to
list, read or write: nobody else gains anything.
"""

import errno
import os
import struct
from pathlib import Path

from huiyin.adapters.postgres.account import Account
from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel.errors import Misconfigured

ATTRIBUTE = "system.posix_acl_access"
# linux/posix_acl_xattr.h: a version, then (tag, permissions, id) sorted by tag.
_VERSION = struct.pack("<I", 2)
_ENTRY = struct.Struct("<HHI")
_OWNER, _USER, _GROUP, _NAMED_GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NOBODY = 0xFFFFFFFF
_SEARCH = 0o1
_READ_AND_RUN = 0o5

Entries = list[tuple[int, int, int]]


def open_way(target: Path, account: Account, tell: Tell) -> None:
    """Let `account` reach the folder `target`; say which folders outside of it were opened.

    Raises Misconfigured when a closed folder belongs to somebody else or cannot carry such a list.
    """
    if not account.dropped:
        return
    for folder in (*reversed(target.parents), target):
        if _may_search(folder, account):
            continue
        if folder.stat().st_uid != os.geteuid():
            raise Misconfigured("database.folder_closed", folder=str(folder), data=str(target))
        _grant(folder, account, target)
        if folder != target:
            tell("database.folder_opened", folder=str(folder))


def may_use(programs: Path, account: Account) -> bool:
    """True when `account` can run every program in this folder and read what lies beside it."""
    if not account.dropped:
        return True
    if not all(_may_search(folder, account) for folder in programs.parents):
        return False
    beside = (programs, *programs.iterdir(), programs.parent / "lib", programs.parent / "share")
    return all(_may(path, account, _READ_AND_RUN) for path in beside)


def _may_search(folder: Path, account: Account) -> bool:
    return _may(folder, account, _SEARCH)


def _may(path: Path, account: Account, wanted: int) -> bool:
    entries = _entries(path)
    named = {owner: permissions for tag, permissions, owner in entries if tag == _USER}
    status = path.stat()
    if account.uid == status.st_uid:
        granted = status.st_mode >> 6
    elif account.uid in named:
        mask = next((permissions for tag, permissions, _ in entries if tag == _MASK), 0o7)
        granted = named[account.uid] & mask
    elif account.gid == status.st_gid:
        granted = status.st_mode >> 3
    else:
        granted = status.st_mode
    return granted & wanted == wanted


def _entries(path: Path) -> Entries:
    try:
        value = os.getxattr(path, ATTRIBUTE)
    except OSError:
        return []
    return [_ENTRY.unpack_from(value, at) for at in range(len(_VERSION), len(value), _ENTRY.size)]


def _grant(folder: Path, account: Account, target: Path) -> None:
    entries = [entry for entry in _entries(folder) or _from_mode(folder) if entry[0] != _MASK]
    entries = [entry for entry in entries if (entry[0], entry[2]) != (_USER, account.uid)]
    entries.append((_USER, _SEARCH, account.uid))
    grouped = [permissions for tag, permissions, _ in entries if tag in {_USER, _GROUP, _NAMED_GROUP}]
    mask = 0
    for permissions in grouped:
        mask |= permissions
    entries.append((_MASK, mask, _NOBODY))
    value = _VERSION + b"".join(_ENTRY.pack(*entry) for entry in sorted(entries, key=_order))
    try:
        os.setxattr(folder, ATTRIBUTE, value)
    except OSError as problem:
        if problem.errno not in {errno.EOPNOTSUPP, errno.EPERM, errno.EACCES}:
            raise
        raise Misconfigured("database.folder_closed", folder=str(folder), data=str(target)) from problem


def _from_mode(folder: Path) -> Entries:
    mode = folder.stat().st_mode
    return [
        (_OWNER, mode >> 6 & 0o7, _NOBODY),
        (_GROUP, mode >> 3 & 0o7, _NOBODY),
        (_OTHER, mode & 0o7, _NOBODY),
    ]


def _order(entry: tuple[int, int, int]) -> tuple[int, int]:
    return entry[0], entry[2]
