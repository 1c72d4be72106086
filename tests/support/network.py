"""No test reaches beyond this machine: connecting or resolving anything else fails at once."""

import ipaddress
import sys
from typing import Any

WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.sendto"}


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in WATCHED:
        return
    host = arguments[0] if event == "socket.getaddrinfo" else _host(arguments[1])
    if host is not None and not _is_here(str(host)):
        raise ConnectionRefusedError(f"tests stay on this machine: {host}")


def _host(address: Any) -> Any:
    return address[0] if isinstance(address, tuple) else None  # a path is a socket of this machine


def _is_here(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_watch)
