"""Who a request is from: a user, a token, or else an address."""

import ipaddress
from dataclasses import dataclass
from typing import Literal

from starlette.types import Scope

SCOPE_KEY = "pincite.identity"

# One customer of an internet provider has at least this many bits of addresses.
IPV6_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking.

    Attributes:
        kind: A signed-in "user", a program's "token", or only an "address".
        name: The name in the file of users, or the address.
    """

    kind: Literal["user", "token", "address"]
    name: str

    @property
    def signed_in(self) -> bool:
        """Whether this is somebody known."""
        return self.kind != "address"

    def __str__(self) -> str:
        """Return what tells this one from every other."""
        return f"{self.kind}:{self.name}"


def identity(scope: Scope) -> Identity:
    """Return who a request is from, as the gate found, or the address it came from."""
    known = scope.get(SCOPE_KEY)
    return known if isinstance(known, Identity) else address(scope)


def address(scope: Scope) -> Identity:
    """Return the address of a request; in IPv6 the network that one customer has."""
    client = scope.get("client")
    host = client[0] if client else ""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return Identity("address", host[:64])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return Identity("address", str(ip.ipv4_mapped))
        network = ipaddress.ip_network((ip.packed, IPV6_NETWORK), strict=False)
        return Identity("address", str(network))
    return Identity("address", str(ip))
