"""Secrets as they are kept: passwords by scrypt, tokens by SHA-256."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

# 32 MB and a fifth of a second on one core: what OWASP asks of scrypt at this memory.
COST, BLOCK, PARALLEL = 2**15, 8, 3

SALT_BYTES = 16
KEY_BYTES = 32
TOKEN_BYTES = 32

TOKEN_PREFIX = "pincite_"
"""So that a token left lying in a file or a log is known for what it is."""

# What a file may ask of this machine for one attempt to sign in.
MAX_MEMORY_BYTES = 1 << 28
MAX_PARALLEL = 16

_WRITTEN = re.compile(
    r"scrypt\$n=(\d{1,8}),r=(\d{1,3}),p=(\d{1,3})\$([0-9a-f]{16,128})\$([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Scrypt:
    """A password that is known only when it is seen again.

    Attributes:
        cost: The `n` of scrypt, a power of two.
        block: Its `r`; one try takes 128 · n · r bytes.
        parallel: Its `p`.
        salt: Random bytes of this password alone.
        key: What scrypt makes of the password, 32 bytes.
    """

    cost: int
    block: int
    parallel: int
    salt: bytes
    key: bytes

    def __post_init__(self) -> None:
        """Refuse parameters that scrypt or this machine does not bear."""
        power_of_two = self.cost > 1 and self.cost & (self.cost - 1) == 0
        if not power_of_two or not self.block or not self.parallel:
            raise ValueError("n is a power of two, r and p are at least 1")
        if _memory(self) > MAX_MEMORY_BYTES or self.parallel > MAX_PARALLEL:
            raise ValueError("n, r and p ask for more than 256 MB or 16 rounds")

    def is_of(self, password: str) -> bool:
        """Return whether a password is this one; takes the same time either way."""
        return hmac.compare_digest(self.key, _key(password, self))


def hash_password(
    password: str, *, cost: int = COST, block: int = BLOCK, parallel: int = PARALLEL
) -> Scrypt:
    """Return a password as it is kept, under a salt of its own."""
    salt = secrets.token_bytes(SALT_BYTES)
    unkeyed = Scrypt(cost, block, parallel, salt, b"")
    return Scrypt(cost, block, parallel, salt, _key(password, unkeyed))


def written(kept: Scrypt) -> str:
    """Return a kept password as text without spaces."""
    numbers = f"n={kept.cost},r={kept.block},p={kept.parallel}"
    return f"scrypt${numbers}${kept.salt.hex()}${kept.key.hex()}"


def read(text: str) -> Scrypt:
    """Return what `written` wrote.

    Raises:
        ValueError: It is not in that form.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError("a password is kept as scrypt$n=…,r=…,p=…$salt$key")
    cost, block, parallel = (int(number) for number in match.groups()[:3])
    salt, key = map(bytes.fromhex, match.groups()[3:])
    return Scrypt(cost, block, parallel, salt, key)


def new_token() -> str:
    """Return a token nobody can guess: 256 random bits."""
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return a token as it is kept; one so random needs neither salt nor time."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _key(password: str, under: Scrypt) -> bytes:
    # The same password may be typed with combined or with separate accents.
    normal = unicodedata.normalize("NFC", password)
    return hashlib.scrypt(
        normal.encode("utf-8", "surrogatepass"),
        salt=under.salt,
        n=under.cost,
        r=under.block,
        p=under.parallel,
        maxmem=2 * MAX_MEMORY_BYTES,
        dklen=KEY_BYTES,
    )


def _memory(of: Scrypt) -> int:
    return 128 * of.cost * of.block
